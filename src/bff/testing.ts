/** What the tests of the BFF share: a session, a quiet log, and requests as the console sends them. */
import { pino } from 'pino';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from '../contract/define.ts';
import type { ApiErrorBody } from '../contract/errors.ts';
import type { Session } from '../contract/session.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import { sqliteConnection } from '../ledger/sqlite.ts';

export const TEST_HOST = '127.0.0.1:8787';

export const TEST_SESSION: Session = {
  product: 'groupage',
  version: '0.0.0',
  mode: 'local',
  user: 'tester',
  defaultProjectId: 'local',
  projects: [{ id: 'local', name: 'local', region: 'local', dliEndpoint: null }],
  limits: { paths: 1000, bodyBytes: 1_000_000 },
  samples: null,
};

const notAsked = () => Promise.reject(new Error('not asked'));
/** For tests that look at no object. */
export const NO_OBJECTS = { head: notAsked, listBuckets: notAsked, listObjects: notAsked };

export const quietLog = () => pino({ level: 'silent' });

/** A ledger of one test's own, gone with it; opened when it is first used. */
export function memoryLedger(): Omit<Ledger, 'dispose'> {
  let opening: Promise<Ledger> | null = null;
  const opened = () => {
    opening ??= openLedger(sqliteConnection(':memory:'));
    return opening;
  };
  return {
    begin: async (...args) => (await opened()).begin(...args),
    findByKey: async (...args) => (await opened()).findByKey(...args),
    record: async (...args) => (await opened()).record(...args),
    find: async (...args) => (await opened()).find(...args),
    unfinished: async (...args) => (await opened()).unfinished(...args),
    latest: async (...args) => (await opened()).latest(...args),
    latestOperations: async (...args) => (await opened()).latestOperations(...args),
    knownPaths: async (...args) => (await opened()).knownPaths(...args),
    knownPathsNamed: async (...args) => (await opened()).knownPathsNamed(...args),
    knownPathsBy: async (...args) => (await opened()).knownPathsBy(...args),
    async *everyKnownPath(projectId) {
      yield* (await opened()).everyKnownPath(projectId);
    },
    packageStates: async (...args) => (await opened()).packageStates(...args),
    changeJournal: async (...args) => (await opened()).changeJournal(...args),
    recordChanges: async (...args) => (await opened()).recordChanges(...args),
    changes: async (...args) => (await opened()).changes(...args),
    namedSince: async (...args) => (await opened()).namedSince(...args),
    exportChanges: async function* (projectId) {
      yield* (await opened()).exportChanges(projectId);
    },
    usualWait: async (...args) => (await opened()).usualWait(...args),
    list: async (...args) => (await opened()).list(...args),
    timeline: async (...args) => (await opened()).timeline(...args),
    actors: async (...args) => (await opened()).actors(...args),
    events: async (...args) => (await opened()).events(...args),
    async *export(filter) {
      yield* (await opened()).export(filter);
    },
  };
}

interface Requestable {
  request(input: string, init?: RequestInit): Response | Promise<Response>;
}

/** A read as the console makes it. */
export async function read(app: Requestable, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return app.request(`http://${TEST_HOST}${path}`, { headers: { [CLIENT_HEADER]: '1', ...headers } });
}

/** A write as the console makes it. */
export async function send(app: Requestable, path: string, body: unknown, idempotencyKey?: string): Promise<Response> {
  const headers = {
    [CLIENT_HEADER]: '1',
    'Content-Type': 'application/json',
    ...(idempotencyKey ? { [IDEMPOTENCY_HEADER]: idempotencyKey } : {}),
  };
  return app.request(`http://${TEST_HOST}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

export async function errorOf(response: Response): Promise<ApiErrorBody> {
  return (await response.json()) as ApiErrorBody; // the tests compare its fields
}

/** Lets the event loop turn until something is so; ends the test when it never is. */
export async function until(isSo: () => boolean | Promise<boolean>, turns = 100_000): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    if (await isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came to be');
}
