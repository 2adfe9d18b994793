import { describe, expect, it } from 'vitest';
import type { Member } from '../../contract/submissions.ts';
import type { KnownPath } from '../../ledger/entry.ts';
import type { Looked } from './preflight.ts';
import { hasSameContents, isSame, type Sending, sourceOf, standingOf } from './same.ts';

const MEMBER: Member = { name: 'a.jar', kind: 'jar', status: 'ready', updatedAt: 5, underlyingName: 'u_a.jar' };
const KNOWN: KnownPath = {
  how: 'submitted',
  upstreamRequestId: null,
  group: 'g',
  name: 'a.jar',
  path: 'obs://b/a.jar',
  obsUri: 'obs://b/a.jar',
  source: { preflight: 'found', etag: 'E', sizeBytes: 3, lastModifiedMs: 1, versionId: null },
  status: 'ready',
  seenAt: 6,
  updatedAt: 5,
  underlyingName: 'u_a.jar',
  tookMs: null,
  entryId: 'e',
  submittedAt: 4,
  submittedBy: 'ana',
  kind: 'jar',
  note: null,
};
const looked = (etag: string, sizeBytes = 3): Looked => ({
  stat: { etag, sizeBytes, lastModifiedMs: 1, storageClass: 'standard', needsRestore: false },
});
const SENDING: Sending = { obsUri: 'obs://b/a.jar', kind: 'jar', hasTags: false, looked: looked('E') };
const UNREAD: Looked = { stat: null, code: 'denied', region: null };

describe('standingOf', () => {
  const rows: [string, Partial<Member>, Partial<KnownPath>, string][] = [
    ['as it was seen', {}, {}, 'current'],
    ['never seen since', {}, { seenAt: null, status: null, updatedAt: null, underlyingName: null }, 'unsure'],
    ['uploaded again', { updatedAt: 9, underlyingName: 'v_a.jar' }, {}, 'replaced'],
    ['of another underlying name alone', { underlyingName: 'v_a.jar' }, {}, 'replaced'],
    ['of another time, where names say nothing', { updatedAt: 9, underlyingName: 'a.jar' }, { underlyingName: 'a.jar' }, 'replaced'],
    ['of another time, but last seen uploading', { updatedAt: 9 }, { status: 'uploading' }, 'unsure'],
    ['without times, of its own underlying name', { updatedAt: null }, { updatedAt: null }, 'current'],
    ['without times or names', { updatedAt: null, underlyingName: null }, { updatedAt: null, underlyingName: null }, 'unsure'],
    [
      'without times, named as the file',
      { updatedAt: null, underlyingName: 'a.jar' },
      { updatedAt: null, underlyingName: 'a.jar' },
      'unsure',
    ],
  ];
  it.each(rows)('%s', (_, member, known, expected) => {
    expect(standingOf({ member: { ...MEMBER, ...member }, known: { ...KNOWN, ...known } })).toBe(expected);
  });
});

describe('isSame', () => {
  const rows: [string, Partial<Member>, Partial<KnownPath>, Partial<Sending>, boolean][] = [
    ['the very object that was submitted', {}, {}, {}, true],
    ['whatever the casing of the kind', { kind: 'JAR' }, {}, {}, true],
    ['a kind that DLI does not say', { kind: null }, {}, {}, true],
    ['an object that moved on', {}, {}, { looked: looked('F') }, false],
    ['an ETag of another size', {}, {}, { looked: looked('E', 4) }, false],
    ['an object nobody looked at', {}, {}, { looked: null }, false],
    ['an object that cannot be read', {}, {}, { looked: UNREAD }, false],
    ['an object nobody looked at then', {}, { source: null }, {}, false],
    ['another path', {}, {}, { obsUri: 'obs://b/v2/a.jar' }, false],
    ['another kind', {}, {}, { kind: 'file' }, false],
    ['a kind changed elsewhere', { kind: 'file' }, {}, {}, false],
    ['tags, which nobody knows to be there', {}, {}, { hasTags: true }, false],
    ['a package replaced elsewhere', { underlyingName: 'v_a.jar' }, {}, {}, false],
    ['a package that failed', { status: 'failed' }, { status: 'failed' }, {}, false],
    ['a package still uploading', { status: 'uploading' }, { status: 'uploading' }, {}, false],
  ];
  it.each(rows)('%s', (_, member, known, sending, expected) => {
    expect(isSame({ member: { ...MEMBER, ...member }, known: { ...KNOWN, ...known } }, { ...SENDING, ...sending })).toBe(expected);
  });
});

it('the contents of another path are compared alike', () => {
  expect(hasSameContents({ member: MEMBER, known: KNOWN }, SENDING)).toBe(true);
  expect(hasSameContents({ member: MEMBER, known: KNOWN }, { looked: looked('') })).toBe(false);
});

it('a source tells when, by whom, and from what', () => {
  expect(sourceOf({ member: MEMBER, known: KNOWN })).toEqual({
    obsUri: 'obs://b/a.jar',
    sizeBytes: 3,
    lastModified: 1,
    submittedAt: 4,
    submittedBy: 'ana',
    standing: 'current',
  });
});
