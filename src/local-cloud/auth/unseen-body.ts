/**
 * The body of a GET: `Request` has none, but Huawei's Node SDK sends `{}` with one and signs it. Read from the socket, so
 * that the signature can be checked over what was sent.
 */
import type { IncomingMessage } from 'node:http';

type Incoming = AsyncIterable<unknown> & Pick<IncomingMessage, 'headers'> & { method?: string | undefined };

const MAX_BYTES = 64 * 1024;

/** Undefined where there is none, which is nearly always, and where it is larger than anyone would sign with a GET. */
export async function readUnseenBody(incoming: Incoming): Promise<Uint8Array | undefined> {
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') return undefined;
  const length = incoming.headers['content-length'];
  if ((length === undefined || length === '0') && incoming.headers['transfer-encoding'] === undefined) return undefined;
  if (Number(length) > MAX_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
