/**
 * The objects put into place at the first start, by name; tests and documentation use these names and no others.
 * `seed-samples.ts` makes their contents.
 */
export const FAULTS_BUCKET = 'sample-faults';
/** The console may not look into it; DLI, which has rights of its own, reads it. */
export const DENIED_BUCKET = 'sample-denied';

export const SAMPLES = {
  jar: 'obs://sample-packages/jars/sample-etl.jar',
  secondJar: 'obs://sample-packages/jars/sample-udf.jar',
  python: 'obs://sample-packages/python/sample_job.py',
  pythonHelpers: 'obs://sample-packages/python/sample_helpers.py',
  wheel: 'obs://sample-packages/python/sample_lib-1.0.0-py3-none-any.whl',
  csv: 'obs://sample-packages/data/sample-orders.csv',
  emptyFile: 'obs://sample-packages/data/sample-empty.csv',
  /** Blanks, brackets and letters beyond ASCII. */
  oddName: 'obs://sample-packages/data/sample Umsätze 2026 (größte).csv',
  /** The name holds a percent sign, written %25 in an address. */
  percentName: 'obs://sample-packages/data/sample-100%25.csv',
  /** Some 60 MB in the full set. */
  model: 'obs://sample-packages/models/sample-model.bin',
  /** Copied at 5 MB/s: 20 MB in the full set, about 2 s in the small one. */
  slow: 'obs://sample-packages/slow/sample-20mb.bin',
  /** Copied at 5 MB/s: 40 MB in the full set, about 3 s in the small one. */
  slower: 'obs://sample-packages/slow/sample-40mb.bin',
  /** Listed nowhere, and Ready all the same. */
  unlisted: 'obs://sample-denied/jars/sample-unlisted.jar',
  /** These fail for a real reason. */
  missing: 'obs://sample-packages/jars/sample-not-there.jar',
  missingBucket: 'obs://sample-no-such-bucket/sample.jar',
  folder: 'obs://sample-packages/data/sample-folder',
} as const;

/** What a newcomer is offered to submit: packages that are Ready at once, one that is seen uploading, one that fails. */
export const SAMPLE_SUBMISSION = {
  group: 'sample-group',
  kind: 'file',
  paths: [SAMPLES.jar, SAMPLES.python, SAMPLES.csv, SAMPLES.slow, SAMPLES.missing],
} as const;

export const MANY_COUNT = 200;

/** 200 small objects in one folder, for long lists. `index` from 1. */
export function manySample(index: number): string {
  return `obs://sample-packages/many/sample-part-${String(index).padStart(3, '0')}.csv`;
}

/** These make something go wrong on purpose, most of them when they are uploaded; docs/local-cloud.md says what. */
export const FAULTS = {
  readError: 'obs://sample-faults/read-error/read-error.jar',
  throttle429: 'obs://sample-faults/throttle-429/throttle-429.jar',
  error500: 'obs://sample-faults/error-500/error-500.jar',
  dli0999: 'obs://sample-faults/dli-0999/dli-0999.jar',
  denied: 'obs://sample-faults/denied/denied.jar',
  quota: 'obs://sample-faults/quota/quota.jar',
  gateway502: 'obs://sample-faults/gateway-502/gateway-502.jar',
  /** Taken and carried out, then the connection is cut. */
  cut: 'obs://sample-faults/cut/cut.jar',
  /** Cut without being taken. */
  cutBefore: 'obs://sample-faults/cut-before/cut-before.jar',
  /** Taken at once, answered after 15 s. */
  late: 'obs://sample-faults/late/late.jar',
  /** These upload well; what goes wrong, by the package's name, is their delete or the change of their owner. */
  undeletable: 'obs://sample-faults/undeletable/sample-undeletable.jar',
  lostDelete: 'obs://sample-faults/lost-delete/sample-lost-delete.jar',
  keepsOwner: 'obs://sample-faults/keeps-owner/sample-keeps-owner.jar',
  /** These go wrong when the console looks at the object; all but the first upload well, since DLI reads with rights of its own. */
  archived: 'obs://sample-faults/archived/archived.jar',
  noAccess: 'obs://sample-faults/no-access/no-access.jar',
  otherRegion: 'obs://sample-faults/other-region/other-region.jar',
  storeCredentials: 'obs://sample-faults/store-credentials/store-credentials.jar',
  storeSignature: 'obs://sample-faults/store-signature/store-signature.jar',
  storeClockSkew: 'obs://sample-faults/store-clock-skew/store-clock-skew.jar',
  storeThrottled: 'obs://sample-faults/store-throttled/store-throttled.jar',
  storeUnreachable: 'obs://sample-faults/store-unreachable/store-unreachable.jar',
  storeTimeout: 'obs://sample-faults/store-timeout/store-timeout.jar',
  storeFailed: 'obs://sample-faults/store-failed/store-failed.jar',
} as const;

/** Project ids for which the list call fails; `-` and anything may follow. */
export const LIST_FAULT_PROJECTS = {
  error500: 'fault-list-500',
  html502: 'fault-list-502-html',
  throttle429: 'fault-list-429',
  unauthorized401: 'fault-list-401',
  forbidden403: 'fault-list-403',
  slow: 'fault-list-slow',
  cut: 'fault-list-cut',
} as const;

/** Project ids for which tags are denied, or are no filter; `-` and anything may follow. */
export const TAG_FAULT_PROJECTS = { forbidden403: 'fault-tags-403', ignored: 'fault-tags-ignored' } as const;

/** Those who can own something; `auth/identities.ts` gives them sample passwords and keys. */
export const SAMPLE_USERS = ['local_user', 'alice', 'anna_etl', 'bob_dev', 'carol-dev', 'erin_dev'] as const;

/** An owner name of the right form that belongs to nobody. */
export const NOBODY = 'nobody_such';

/** Project ids beginning so get answers with the oddities of Huawei's own examples. */
export const QUIRK_PROJECT_PREFIX = 'quirk-';

export function isSampleBucket(bucket: string): boolean {
  return bucket.startsWith('sample-');
}
