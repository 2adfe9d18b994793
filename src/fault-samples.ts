/** For tests: one request for every endpoint of the contract, and what stands behind it. An endpoint without one fails the test. */
import { SAMPLES } from './local-cloud/samples.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape are looked into
export type Body = any;

/** Asks the BFF within the sample's own project; the path begins behind the project. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<{ status: number; body: Body }>;

export interface FaultSample {
  /** From the root, or behind the project where it begins so. */
  path: string | ((prepared: Body) => string);
  body?: (prepared: Body) => object;
  /** Made while nothing is wrong; given to `path` and `body`. */
  prepare?: (ask: Ask) => Promise<Body>;
  /** What an answer needs; one that needs nothing comes whatever is wrong. */
  needs: readonly ('dli' | 'store')[];
  /** A failure of what it needs is part of its answer, which is a good one all the same. */
  tells?: true;
  /** What may change something, by how a call of the cloud begins. */
  writes?: string;
}

export const GROUP = 'etl';
export const PACKAGE = 'sample-etl.jar';
const submission = { group: GROUP, kind: 'file', isAsync: false, tags: [], paths: [SAMPLES.csv] };
const planned = async (ask: Ask) => (await ask('POST', '/plan', submission)).body;
const ownerChange = { newOwner: 'bob_dev', targets: [{ group: GROUP, name: PACKAGE }] };
const changed = async (ask: Ask) => (await ask('POST', '/owner-changes', ownerChange)).body;

export const FAULT_SAMPLES: Record<string, FaultSample> = {
  getHealth: { path: '/api/health', needs: [] },
  getSession: { path: '/api/session', needs: [] },
  getOpenApi: { path: '/api/openapi.json', needs: [] },
  listGroups: { path: '/groups', needs: ['dli'] },
  getGroup: { path: `/group?name=${GROUP}`, needs: ['dli'] },
  listUngrouped: { path: '/ungrouped', needs: ['dli'] },
  listModules: { path: '/modules', needs: ['dli'] },
  listGroupNames: { path: '/group-names', needs: ['dli'] },
  listPackageNames: { path: `/package-names?group=${GROUP}`, needs: ['dli'] },
  findGroups: { path: '/group-lookup', body: () => ({ names: [GROUP] }), needs: ['dli'] },
  findPackages: { path: '/package-lookup', body: () => ({ group: GROUP, names: [PACKAGE] }), needs: ['dli'] },
  planSubmission: { path: '/plan', body: () => submission, needs: ['dli'] },
  submitGroup: {
    path: '/submissions',
    prepare: planned,
    body: ({ token }) => ({ ...submission, token }),
    needs: ['dli'],
    writes: 'POST /v2.0',
  },
  getSubmission: {
    prepare: async (ask) => (await ask('POST', '/submissions', { ...submission, token: (await planned(ask)).token })).body,
    path: ({ id }) => `/submissions/${id}`,
    needs: [],
  },
  listKnownPaths: { path: `/known-paths?group=${GROUP}`, needs: [] },
  attachPath: { path: '/attached-paths', body: () => ({ group: GROUP, name: PACKAGE, path: SAMPLES.jar, note: null }), needs: ['dli'] },
  detachPath: { path: '/detached-paths', body: () => ({ group: GROUP, name: PACKAGE }), needs: ['dli'] },
  listChanges: { path: `/changes?group=${GROUP}`, needs: [] },
  listActivity: { path: '/activity', needs: [] },
  getEntry: { prepare: changed, path: ({ id }) => `/activity/${id}`, needs: [] },
  getHistory: { path: `/history?group=${GROUP}`, needs: [] },
  checkPaths: { path: '/preflight', body: () => ({ paths: [SAMPLES.jar] }), needs: ['store'], tells: true },
  startDelete: {
    path: '/deletions',
    body: () => ({ packages: [{ group: GROUP, name: PACKAGE }], wholeGroups: [] }),
    needs: ['dli'],
    tells: true,
    writes: 'DELETE',
  },
  startOwnerChange: { path: '/owner-changes', body: () => ownerChange, needs: ['dli'], tells: true, writes: 'PUT' },
  getOperation: { prepare: changed, path: ({ id }) => `/operations/${id}`, needs: [] },
  getOperationOutcomes: { prepare: changed, path: ({ id }) => `/operations/${id}/outcomes`, needs: [] },
  listOperations: { path: '/operations', needs: [] },
  exportGroups: { path: '/exports/groups', needs: ['dli'] },
  exportGroup: { path: `/exports/group?name=${GROUP}`, needs: ['dli'] },
  exportUngrouped: { path: '/exports/ungrouped', needs: ['dli'] },
  exportActivity: { path: '/exports/activity', needs: [] },
  listTags: { path: '/tags', needs: ['dli'] },
  getPackageTags: { path: `/package-tags?group=${GROUP}&name=${PACKAGE}`, needs: ['dli'] },
  changePackageTags: {
    path: '/package-tags',
    body: () => ({ group: GROUP, name: PACKAGE, set: [{ key: 'stage', value: 'test' }], remove: [] }),
    needs: ['dli'],
    writes: 'POST /v3',
  },
  getQuota: { path: '/quota', needs: ['dli'], tells: true },
  listBuckets: { path: '/buckets', needs: ['store'] },
  listObjects: { path: '/objects?bucket=sample-packages', needs: ['store'] },
  checkConnection: { path: '/connection-check', body: () => ({ object: null, have: 100 }), needs: ['dli', 'store'], tells: true },
};
