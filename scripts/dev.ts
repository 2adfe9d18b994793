/**
 * `npm run dev`: the SPA with hot reload and the BFF in one process on one port. Vite answers for its own modules;
 * everything else, pages included, goes through the server as in production (`bff/middleware/security-headers.ts`
 * lists the three things hot reload cannot do without).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'vite';
import { runServer } from '../src/server.ts';

const root = join(import.meta.dirname, '..');

await runServer({
  development: async (httpServer) => {
    const vite = await createServer({
      root,
      appType: 'custom',
      server: { middlewareMode: true, hmr: { server: httpServer }, cors: false },
    });
    return {
      middleware: vite.middlewares,
      readIndex: async (url) => vite.transformIndexHtml(url, await readFile(join(root, 'index.html'), 'utf8')),
      close: () => vite.close(),
    };
  },
});
