/** Serves the SPA: hashed assets as they were built and compressed, and one page for every address of a screen. */
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import type { SecureHeadersVariables } from 'hono/secure-headers';
import type { Session } from '../contract/session.ts';
import { toApiError } from './errors.ts';
import { ANSWER_HEADERS } from './middleware/answer-headers.ts';
import { createHostCheck } from './middleware/host.ts';
import { pageHeaders } from './middleware/security-headers.ts';

export interface PagesOptions {
  /** `index.html` with its two markers, as built or as the development server made it for this address. */
  readIndex: (url: string) => Promise<string>;
  /** Folder of the built SPA; null in development, where Vite answers for modules before this is asked. */
  assetsDir: string | null;
  session: Session;
  /** `Host` values to answer to, as for the API: the page carries the session. */
  allowedHosts: readonly string[];
}

const NONCE_MARKER = '__CSP_NONCE__';
const SESSION_MARKER = '<!--groupage:session-->';

export function createPages({ readIndex, assetsDir, session, allowedHosts }: PagesOptions) {
  const pages = new Hono<{ Variables: SecureHeadersVariables }>();
  // `<` is escaped so that no value can close the element it stands in.
  const sessionElement = `<script type="application/json" id="groupage-session">${JSON.stringify(session).replaceAll('<', '\\u003c')}</script>`;

  const checkHost = createHostCheck(allowedHosts);
  pages.use(async (c, next) => {
    checkHost(c.req.raw.headers, c.req.url);
    await next();
  });
  pages.onError((error) => {
    const { message, status } = toApiError(error);
    return plain(message, status);
  });

  if (assetsDir !== null) {
    const files = serveStatic({ root: assetsDir, precompressed: true });
    pages.use('/assets/*', keptFor('public, max-age=31536000, immutable'), files);
    pages.get('/assets/*', () => plain('Not found', 404));
    // The icon, and its variants for what is going on.
    pages.get('/:icon{favicon(-[a-z]+)?\\.svg}', keptFor('public, max-age=3600'), files);
  }

  pages.get('*', pageHeaders({ development: assetsDir === null }), async (c) => {
    const index = await readIndex(new URL(c.req.url).pathname);
    c.header('Cache-Control', 'no-store');
    return c.html(index.replaceAll(NONCE_MARKER, c.get('secureHeadersNonce') ?? '').replace(SESSION_MARKER, () => sessionElement));
  });
  pages.all('*', () => plain('Pages are only read.', 405, { Allow: 'GET, HEAD' }));
  return pages;
}

/** Headers of a file that was found. */
function keptFor(cacheControl: string): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.ok) return;
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) c.header(name, value);
    c.header('Cache-Control', cacheControl);
  };
}

function plain(text: string, status: number, headers: Record<string, string> = {}): Response {
  const all = { ...ANSWER_HEADERS, 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8', ...headers };
  return new Response(text, { status, headers: all });
}
