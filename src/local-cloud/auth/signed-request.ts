/** A request as the check of its signature needs it: nothing decoded, nothing put right. */
import type { Context } from 'hono';
import type { CloudEnv } from '../app.ts';
import type { SignedRequest } from './signature.ts';

export async function readSignedRequest(c: Context<CloudEnv>): Promise<SignedRequest> {
  const { url, headers, method } = c.req.raw;
  const [, host = '', path = '/', query = ''] = /^[a-z]+:\/\/([^/?#]*)([^?#]*)\??([^#]*)/i.exec(url) ?? [];
  const body = c.env.unseenBody ?? new Uint8Array(await c.req.arrayBuffer());
  return { method, path, query, headers, host, body };
}
