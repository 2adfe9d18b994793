import { describe, expect, it } from 'vitest';
import { clearDraft, readDraft, writeDraft } from './draft.ts';
import { emptySubmission, type SubmissionValues } from './submission-values.ts';

const KEY = 'groupage.draft.local';

function memoryStore(entries: [string, string][] = []) {
  const map = new Map(entries);
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

const typed: SubmissionValues = {
  ...emptySubmission('etl'),
  isAsync: false,
  tags: [{ key: 'team', value: '' }],
  paths: [{ path: 'obs://bucket/half-ty' }, { path: '' }],
  bulk: 'obs://bucket/x\n',
};

describe('a draft', () => {
  it('comes back as it was typed, wrong and blank rows included', () => {
    const store = memoryStore();
    expect(writeDraft(store, 'local', typed)).toBe(true);
    expect(readDraft(store, 'local')).toEqual(typed);
  });

  it('belongs to its project', () => {
    const store = memoryStore();
    writeDraft(store, 'local', typed);
    expect(readDraft(store, 'other')).toBeNull();
  });

  it('is none when nothing was typed, and goes when everything was taken back', () => {
    const store = memoryStore();
    writeDraft(store, 'local', typed);
    writeDraft(store, 'local', emptySubmission());
    expect(store.map.size).toBe(0);
    expect(readDraft(store, 'local')).toBeNull();
  });

  it('is cleared', () => {
    const store = memoryStore();
    writeDraft(store, 'local', typed);
    clearDraft(store, 'local');
    expect(readDraft(store, 'local')).toBeNull();
  });

  it.each([
    ['another version', JSON.stringify({ version: 0, values: typed })],
    ['another shape', JSON.stringify({ version: 1, values: { ...typed, paths: ['obs://bucket/x'] } })],
    ['an unknown kind', JSON.stringify({ version: 1, values: { ...typed, kind: 'exe' } })],
    ['no JSON', '{"version":1,'],
    ['null', 'null'],
  ])('of %s counts as none', (_name, text) => {
    expect(readDraft(memoryStore([[KEY, text]]), 'local')).toBeNull();
  });

  it('survives storage that refuses', () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
    expect(writeDraft(store, 'local', typed)).toBe(false);
    expect(readDraft(store, 'local')).toBeNull();
    expect(() => clearDraft(store, 'local')).not.toThrow();
  });
});
