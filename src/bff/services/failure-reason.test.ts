import { describe, expect, it } from 'vitest';
import type { SourceObject } from '../../ledger/entry.ts';
import type { ObjectStat, ObjectStoreCode } from '../../obs/object-store.ts';
import { reasonFor } from './failure-reason.ts';
import type { Looked } from './preflight.ts';

const SEEN_AT = 1_000_000;
const source = (change: Partial<SourceObject> = {}): SourceObject => ({
  preflight: 'found',
  etag: 'one',
  sizeBytes: 10,
  lastModifiedMs: 1,
  versionId: null,
  ...change,
});
const absent = (preflight: string) => source({ preflight, etag: null, sizeBytes: null, lastModifiedMs: null });
const stat = (change: Partial<ObjectStat> = {}): Looked => ({
  stat: { etag: 'one', sizeBytes: 10, lastModifiedMs: 1, storageClass: 'standard', needsRestore: false, ...change },
});
const code = (word: ObjectStoreCode): Looked => ({ stat: null, code: word, region: null });

const replaced = { etag: 'two', lastModifiedMs: SEEN_AT - 5_000 };
const replacedLater = { etag: 'two', lastModifiedMs: SEEN_AT + 5_000 };

const TABLE: [what: string, source: SourceObject | null, looked: Looked | null, told: string][] = [
  ['as it was', source(), stat(), 'no_reason none'],
  ['in order, and nobody looked before', null, stat(), 'no_reason none'],
  ['in order now, not readable for us then', absent('denied'), stat(), 'no_reason none'],
  ['gone since', source(), code('not_found'), 'gone likely'],
  ['not there, and nobody looked before', null, code('not_found'), 'gone likely'],
  ['never there', absent('not_found'), code('not_found'), 'never_there known'],
  ['came after the submission', absent('not_found'), stat({ lastModifiedMs: SEEN_AT - 1 }), 'came_late likely'],
  ['came after the failure', absent('not_found'), stat(replacedLater), 'never_there known'],
  ['its bucket gone', source(), code('bucket_not_found'), 'bucket_gone likely'],
  ['its bucket never there', absent('bucket_not_found'), code('bucket_not_found'), 'bucket_gone known'],
  ['replaced while it was copied', source(), stat(replaced), 'changed likely'],
  ['replaced by an empty one', source(), stat({ ...replaced, sizeBytes: 0 }), 'changed likely'],
  ['replaced after the failure', source(), stat(replacedLater), 'changed_since none'],
  [
    'dated a second after the failure by a clock of its own',
    source(),
    stat({ ...replaced, lastModifiedMs: SEEN_AT + 1_000 }),
    'changed likely',
  ],
  ['not for us', source(), code('denied'), 'denied likely'],
  ['not for us, as before', absent('denied'), code('denied'), 'denied likely'],
  ['empty', source({ sizeBytes: 0 }), stat({ sizeBytes: 0 }), 'empty likely'],
  ['archived, the one that was submitted', source(), stat({ needsRestore: true }), 'archived known'],
  ['archived, another one', source(), stat({ etag: 'two', needsRestore: true }), 'archived likely'],
  ['archived, and nobody looked before', null, stat({ needsRestore: true }), 'archived likely'],
  ['archived, as the store says', source(), code('archived'), 'archived likely'],
  ['in another region', source(), code('wrong_region'), 'elsewhere known'],
  ['a folder from the beginning', absent('folder'), code('folder'), 'folder known'],
  ['a folder now', source(), code('folder'), 'folder likely'],
  ['not to be read', source(), code('unreadable'), 'unreadable likely'],
  ['not looked at in time', source(), null, 'not_looked none'],
];

describe('why a package failed', () => {
  it.each(TABLE)('%s', (_what, before, looked, told) => {
    const { reason, certainty } = reasonFor({ source: before, looked, seenAt: SEEN_AT });
    expect(`${reason} ${certainty}`).toBe(told);
  });

  it.each(['credentials', 'signature', 'clock_skew', 'throttled', 'unreachable', 'timeout', 'store_failed'] as const)(
    'says nothing of the object where the store answers %s',
    (word) => {
      expect(reasonFor({ source: source(), looked: code(word), seenAt: SEEN_AT })).toEqual({ reason: 'not_looked', certainty: 'none' });
    },
  );
});
