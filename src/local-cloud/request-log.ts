/**
 * Every call the local cloud took, as JSON Lines: what really arrived, for whoever tests a client. A line stands in the file
 * before its call is answered, so none is missing after a crash of the client. Bodies of sign-ins are not written.
 */
import { openSync, writeSync } from 'node:fs';
import type { MiddlewareHandler } from 'hono';
import type { CloudEnv } from './app.ts';

export interface LoggedCall {
  /** When it came in, and when it was done (epoch milliseconds). */
  at: number;
  answeredAt: number;
  method: string;
  /** From the root, still escaped, without the query. */
  path: string;
  query: string;
  /** Null where nobody was let in. */
  user: string | null;
  /** Null where the connection was cut in place of an answer. */
  status: number | null;
  requestId: string | null;
  /** Of calls on packages, where it is JSON. */
  body: unknown;
}

export interface RequestLog {
  write(call: LoggedCall): void;
}

/** Appends. @throws as `openSync` does */
export function openRequestLog(file: string): RequestLog {
  const handle = openSync(file, 'a', 0o600);
  return {
    // In one write, so that a reader never meets half a line.
    write: (call) => void writeSync(handle, `${JSON.stringify(call)}\n`),
  };
}

export function logRequests(write: RequestLog['write'], clock: () => number): MiddlewareHandler<CloudEnv> {
  return async (c, next) => {
    const at = clock();
    let status: number | null = null;
    try {
      await next();
      status = c.res.status;
    } finally {
      const { pathname, search } = new URL(c.req.url);
      const isAboutPackages = pathname.startsWith('/v2.0/') && !['GET', 'HEAD', 'DELETE'].includes(c.req.method);
      // Unread bodies stay unread: the connection is ended for them.
      const body: unknown = isAboutPackages && c.req.raw.bodyUsed ? await c.req.json().catch(() => null) : null;
      const requestId = c.res.headers.get('X-Request-Id');
      const user = c.get('userName') ?? null;
      write({ at, answeredAt: clock(), method: c.req.method, path: pathname, query: search, user, status, requestId, body });
    }
  };
}
