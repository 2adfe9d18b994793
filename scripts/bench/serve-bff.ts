/**
 * The BFF and the built pages as one process over DLI in another, named by the first argument: what a deployment will be,
 * and so that the local cloud's own work is not counted as the BFF's. The second argument: how old a read may be, in ms.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { createApp } from '../../src/bff/app.ts';
import { createPages } from '../../src/bff/pages.ts';
import { everyProject } from '../../src/bff/projects.ts';
import { createWhole } from '../../src/bff/whole.ts';
import type { Session } from '../../src/contract/session.ts';
import { createDliClient } from '../../src/dli/client.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { sqliteConnection } from '../../src/ledger/sqlite.ts';

const [endpoint = '', ttl] = process.argv.slice(2);
const distDir = join(import.meta.dirname, '../../dist');
const session: Session = {
  product: 'groupage',
  version: '0.0.0',
  mode: 'local',
  user: 'bench',
  defaultProjectId: 'local',
  projects: [{ id: 'local', name: 'local', region: 'local', dliEndpoint: null }],
  limits: { paths: 1000, bodyBytes: 1_000_000 },
  samples: null,
};

const notAsked = () => Promise.reject(new Error('not asked in a benchmark'));

const server = createServer((req, res) => void listener(req, res));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const bff = createApp({
  projects: everyProject({
    dli: createDliClient({ endpoint, fetch: globalThis.fetch }),
    obs: { head: notAsked, listBuckets: notAsked, listObjects: notAsked },
    region: 'local',
  }),
  log: pino({ level: 'silent' }),
  ledger: await openLedger(sqliteConnection(':memory:')),
  config: {
    session,
    allowedHosts: [host],
    ...(ttl === undefined ? {} : { snapshots: { movingTtlMs: Number(ttl), restingTtlMs: Number(ttl) } }),
  },
});
const index = readFileSync(join(distDir, 'index.html'), 'utf8');
const pages = createPages({ readIndex: async () => index, assetsDir: distDir, session, allowedHosts: [host] });
const listener = getRequestListener(createWhole(bff.app, pages));
console.log(`http://${host}`);
