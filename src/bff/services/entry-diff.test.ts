import { describe, expect, it } from 'vitest';
import { HISTORY_NAMES_MAX } from '../../contract/activity.ts';
import { diffOf, type SubmittedObject } from './entry-diff.ts';

function object(name: string, source: Partial<NonNullable<SubmittedObject['source']>> | null, folder = 'x'): SubmittedObject {
  const empty = { preflight: 'found', etag: null, sizeBytes: null, lastModifiedMs: null, versionId: null };
  return { name, obsUri: `obs://b/${folder}/${name}`, source: source && { ...empty, ...source } };
}

/** Which part the one package that is in both comes into. */
function partOf(now: SubmittedObject, then: SubmittedObject): string {
  const parts = Object.entries(diffOf([now], [then])).filter(([, { count }]) => count > 0);
  expect(parts).toHaveLength(1);
  return parts[0]?.[0] ?? '';
}

describe('diffOf', () => {
  it('tells what is new, what is left out, and what is in both', () => {
    const diff = diffOf(
      [object('new.jar', { etag: 'n' }), object('kept.jar', { etag: 'k' }), object('newer.jar', { etag: '2' })],
      [object('kept.jar', { etag: 'k' }), object('newer.jar', { etag: '1' }), object('gone.jar', { etag: 'g' })],
    );
    expect(diff).toEqual({
      added: { count: 1, names: ['new.jar'] },
      replaced: { count: 1, names: ['newer.jar'] },
      same: { count: 1, names: ['kept.jar'] },
      unclear: { count: 0, names: [] },
      leftOut: { count: 1, names: ['gone.jar'] },
    });
  });

  it('goes by the ETag, wherever the object lies', () => {
    expect(partOf(object('a', { etag: 'e' }, 'new'), object('a', { etag: 'e' }, 'old'))).toBe('same');
    expect(partOf(object('a', { etag: 'e', sizeBytes: 1 }), object('a', { etag: 'f', sizeBytes: 1 }))).toBe('replaced');
  });

  it('without an ETag goes by the version of one object, then by the size, and claims nothing else', () => {
    expect(partOf(object('a', { versionId: 'v', sizeBytes: 1 }), object('a', { versionId: 'v', sizeBytes: 1 }))).toBe('same');
    expect(partOf(object('a', { versionId: 'v' }, 'new'), object('a', { versionId: 'v' }, 'old'))).toBe('unclear');
    expect(partOf(object('a', { sizeBytes: 1 }), object('a', { sizeBytes: 2 }))).toBe('replaced');
    expect(partOf(object('a', { sizeBytes: 1 }), object('a', { sizeBytes: 1 }))).toBe('unclear');
    expect(partOf(object('a', { sizeBytes: 0 }), object('a', { sizeBytes: 0 }))).toBe('unclear');
    expect(partOf(object('a', null), object('a', { etag: 'e', sizeBytes: 1 }))).toBe('unclear');
  });

  it('names the first of many, and counts them all', () => {
    const many = Array.from({ length: 200 }, (_, n) => object(`${n}.jar`, null));
    expect(diffOf(many, []).added).toEqual({ count: 200, names: many.slice(0, HISTORY_NAMES_MAX).map(({ name }) => name) });
  });
});
