/**
 * Every failure that can be asked for, in one place; all by named input, none in the way of an ordinary name.
 * Listed for users in docs/local-cloud.md.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ObjectRef, type ObjectStore, type ObjectStoreCode, ObjectStoreError } from '../obs/object-store.ts';
import { ConnectionCut, DliError, ForeignAnswer, GatewayError } from './dli-error.ts';
import { DENIED_BUCKET, FAULTS_BUCKET, isSampleBucket, NOBODY, QUIRK_PROJECT_PREFIX, TAG_FAULT_PROJECTS } from './samples.ts';
import type { LocalCloudSettings } from './settings.ts';

/** `before`: instead of taking the upload. `after`: it is taken and carried out, and then this happens to the answer. */
interface UploadFault {
  before?: () => never;
  after?: (delays: FaultDelays, stopped: AbortSignal) => Promise<void>;
}
export type FaultDelays = Pick<LocalCloudSettings, 'lateAnswerMs' | 'slowListMs'>;

const raise = (make: () => Error) => (): never => {
  throw make();
};
const throttled = () =>
  new GatewayError(429, 'APIGW.0308', 'The throttling threshold has been reached: policy user over ratelimit,limit:200,time:1 second', 2);
const internal = () => new GatewayError(500, 'APIGW.0601', 'Internal server error');
const badGateway = () =>
  new ForeignAnswer(
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  );
const cut = () => new ConnectionCut();

export function quotaExceeded(): DliError {
  return new DliError(400, 'DLI.1028', 'The quota of packages is insufficient.');
}

/** First segment of the key, for uploads from the bucket `sample-faults`. `read-error/` and `archived/` are in `withCopyFaults`. */
const UPLOAD_FAULTS: Record<string, UploadFault> = {
  'throttle-429': { before: raise(throttled) },
  'error-500': { before: raise(internal) },
  'dli-0999': { before: raise(() => new DliError(400, 'DLI.0999', 'Server-side error occurred.')) },
  denied: {
    before: raise(
      () =>
        new DliError(
          400,
          'DLI.0003',
          "Permission denied for resource 'resources.denied', User = 'local_user', Action = 'UPDATE_RESOURCE'.",
        ),
    ),
  },
  quota: { before: raise(() => quotaExceeded()) },
  'gateway-502': { before: raise(badGateway) },
  'cut-before': { before: raise(cut) },
  cut: { after: async () => raise(cut)() },
  late: { after: async ({ lateAnswerMs }, stopped) => sleep(lateAnswerMs, undefined, { signal: stopped }) },
};

/** How the name of a package begins whose delete is refused, one whose delete is carried out without an answer, and one that keeps its owner. */
const UNDELETABLE = 'sample-undeletable';
const LOST_DELETE = 'sample-lost-delete';
const KEEPS_OWNER = 'sample-keeps-owner';

/** What follows `fault-list-` in a project id; anything may follow that, so that tests have projects of their own. */
const LIST_FAULTS: [word: string, fault: (delays: FaultDelays, stopped: AbortSignal) => Promise<void>][] = [
  ['500', async () => raise(internal)()],
  ['502-html', async () => raise(badGateway)()],
  ['429', async () => raise(throttled)()],
  ['401', async () => raise(() => new GatewayError(401, 'APIGW.0301', 'Incorrect IAM authentication information: token expired'))()],
  ['403', async () => raise(() => new GatewayError(403, 'APIGW.0302', 'The IAM user is not authorized to access the API'))()],
  ['slow', async ({ slowListMs }, stopped) => sleep(slowListMs, undefined, { signal: stopped })],
  ['cut', async () => raise(cut)()],
];

/** The first fault among the paths of a call; most calls have none. */
export function uploadFaultOf(refs: readonly ObjectRef[]): UploadFault | null {
  for (const ref of refs) {
    const word = faultWordOf(ref);
    if (Object.hasOwn(UPLOAD_FAULTS, word)) return UPLOAD_FAULTS[word] ?? null;
  }
  return null;
}

/** First segment of a key in the bucket `sample-faults`; empty for every other object. */
function faultWordOf({ bucket, key }: ObjectRef): string {
  return bucket === FAULTS_BUCKET ? key.slice(0, Math.max(0, key.indexOf('/'))) : '';
}

export async function applyListFault(project: string, delays: FaultDelays, stopped: AbortSignal): Promise<void> {
  if (!project.startsWith('fault-list-')) return;
  const rest = project.slice('fault-list-'.length);
  const fault = LIST_FAULTS.find(([word]) => rest === word || rest.startsWith(`${word}-`));
  await fault?.[1](delays, stopped);
}

/** An account without the right to tags is told so by the list filtered by them, and by the calls that are about tags. */
export function applyTagsFault(project: string): void {
  if (!project.startsWith(TAG_FAULT_PROJECTS.forbidden403)) return;
  throw new GatewayError(403, 'APIGW.0302', 'The IAM user is not authorized to access the API');
}

/** A list that knows no filter by tag answers everything. */
export function ignoresTags(project: string): boolean {
  return project.startsWith(TAG_FAULT_PROJECTS.ignored);
}

export function applyFaultBeforeDelete(name: string): void {
  if (!name.startsWith(UNDELETABLE)) return;
  throw new DliError(
    400,
    'DLI.0003',
    `Permission denied for resource 'resources.${name}', User = 'local_user', Action = 'DELETE_RESOURCE'.`,
  );
}

export function applyFaultAfterDelete(name: string): void {
  if (name.startsWith(LOST_DELETE)) throw cut();
}

/** Answers what DLI says with a 200 when it refuses a change of owner; null for all ordinary names. */
export function ownerFaultOf(newOwner: string, name: string | null): { is_success: false; message: string } | null {
  // Words of dli_02_0253.
  if (newOwner === NOBODY) throw new DliError(404, 'DLI.0002', `No such user. userName:${newOwner}.`);
  return name?.startsWith(KEEPS_OWNER) ? { is_success: false, message: `The owner of ${name} cannot be changed.` } : null;
}

/** Objects under `slow/` of a sample bucket are copied at a bounded speed. */
function isBounded({ bucket, key }: ObjectRef): boolean {
  return isSampleBucket(bucket) && key.startsWith('slow/');
}

/** Objects under `held/` of a sample bucket are copied once no object of the same key and `.hold` is beside them. */
function isHeld({ bucket, key }: ObjectRef): boolean {
  return isSampleBucket(bucket) && key.startsWith('held/');
}

/** Whether its copy takes its time, so that others are not kept waiting by it. */
export function isSlow(ref: ObjectRef): boolean {
  return isBounded(ref) || isHeld(ref);
}

/** The store as a console sees it: `sample-denied` is there, and that is all its account may know. The copier reads it. */
export function withDeniedBucket(store: ObjectStore): ObjectStore {
  const expectAllowed = (bucket: string): void => {
    if (bucket !== DENIED_BUCKET) return;
    throw new ObjectStoreError('denied', 'Access Denied (a fault that was asked for).', { httpStatus: 403, serviceCode: 'AccessDenied' });
  };
  return {
    ...store,
    async listObjects(bucket, options, signal) {
      expectAllowed(bucket);
      return store.listObjects(bucket, options, signal);
    },
    async head(ref, signal) {
      expectAllowed(ref.bucket);
      return store.head(ref, signal);
    },
    async read(ref, signal) {
      expectAllowed(ref.bucket);
      return store.read(ref, signal);
    },
  };
}

/** What the store says to a console that looks at an object under such a word of `sample-faults`. */
const LOOK_FAULTS: Record<string, ObjectStoreCode> = {
  'no-access': 'denied',
  'other-region': 'wrong_region',
  'store-credentials': 'credentials',
  'store-signature': 'signature',
  'store-clock-skew': 'clock_skew',
  'store-throttled': 'throttled',
  'store-unreachable': 'unreachable',
  'store-timeout': 'timeout',
  'store-failed': 'store_failed',
};
const ARCHIVED = 'archived';
const HOLD_POLL_MS = 50;
const ELSEWHERE = 'cn-north-4';

/** The store as a console sees it. The copier, in DLI's place, has rights of its own and sees none of this but the archive. */
export function withLookFaults(store: ObjectStore): ObjectStore {
  function applyFault(ref: ObjectRef): void {
    const word = faultWordOf(ref);
    const code = Object.hasOwn(LOOK_FAULTS, word) ? LOOK_FAULTS[word] : undefined;
    if (!code) return;
    const region = code === 'wrong_region' ? ELSEWHERE : null;
    throw new ObjectStoreError(code, 'A fault that was asked for.', { region });
  }
  return {
    ...store,
    async listObjects(bucket, options, signal) {
      const page = await store.listObjects(bucket, options, signal);
      const objects = page.objects.map((object) =>
        isArchived({ bucket, key: object.key }) ? { ...object, storageClass: 'archive' as const } : object,
      );
      return { ...page, objects };
    },
    async head(ref, signal) {
      applyFault(ref);
      const stat = await store.head(ref, signal);
      return isArchived(ref) ? { ...stat, storageClass: 'archive', needsRestore: true } : stat;
    },
    async read(ref, signal) {
      applyFault(ref);
      if (isArchived(ref)) throw archived();
      return store.read(ref, signal);
    },
  };
}

function isArchived(ref: ObjectRef): boolean {
  return faultWordOf(ref) === ARCHIVED;
}

function archived(): ObjectStoreError {
  return new ObjectStoreError('archived', 'The object has to be restored first (a fault that was asked for).');
}

/**
 * The store as the copier sees it: `slow/` at its speed, `held/` when it is let go, `read-error/` breaking off after the first
 * bytes, `archived/` not at all.
 */
export function withCopyFaults(store: ObjectStore, slowBytesPerSecond: number): ObjectStore {
  return {
    ...store,
    async read(ref, signal) {
      if (isArchived(ref)) throw archived();
      if (isHeld(ref)) await letGo(store, ref, signal);
      const object = await store.read(ref, signal);
      if (isBounded(ref)) return { ...object, bytes: slowly(object.bytes, slowBytesPerSecond, signal) };
      return faultWordOf(ref) === 'read-error' ? { ...object, bytes: breakOff(object.bytes) } : object;
    },
  };
}

async function letGo(store: ObjectStore, { bucket, key }: ObjectRef, signal?: AbortSignal): Promise<void> {
  const hold = `${key}.hold`;
  const isThere = async () => (await store.listObjects(bucket, { prefix: hold }, signal)).objects.some((object) => object.key === hold);
  while (await isThere()) await sleep(HOLD_POLL_MS, undefined, signal ? { signal } : {});
}

async function* slowly(bytes: AsyncIterable<Uint8Array>, bytesPerSecond: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const sliceBytes = Math.max(1, Math.floor(bytesPerSecond / 10));
  const began = performance.now();
  let sent = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.byteLength; at += sliceBytes) {
      const slice = chunk.subarray(at, at + sliceBytes);
      sent += slice.byteLength;
      const waitMs = (sent / bytesPerSecond) * 1000 - (performance.now() - began);
      if (waitMs > 0) await sleep(waitMs, undefined, signal ? { signal } : {});
      yield slice;
    }
  }
}

async function* breakOff(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield chunk.subarray(0, Math.ceil(chunk.byteLength / 2));
    break;
  }
  throw new ObjectStoreError('unreadable', 'The object could not be read to its end (a fault that was asked for).');
}

/**
 * Deviations that DLI's own documentation shows beside its schemas, for projects whose id begins with `quirk-`:
 * a lower-case status and detail times of 0 (examples of dli_02_0130), no `total` (example of dli_02_0168),
 * booleans as strings (example of dli_02_0253).
 */
export function withQuirks(project: string, body: object): object {
  if (!project.startsWith(QUIRK_PROJECT_PREFIX)) return body;
  const bend = (value: unknown, isDetail: boolean): unknown => {
    if (typeof value === 'boolean') return String(value);
    if (Array.isArray(value)) return value.map((item) => bend(item, isDetail));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([name]) => name !== 'total');
    return Object.fromEntries(
      entries.map(([name, field]) => {
        if (name === 'status') return [name, String(field).toLowerCase()];
        if (isDetail && (name === 'create_time' || name === 'update_time')) return [name, 0];
        return [name, bend(field, name === 'details')];
      }),
    );
  };
  return bend(body, false) as object; // an object in, an object out
}
