import { describe, expect, it } from 'vitest';
import { clearDraft, readDraft, returnToDraft, writeDraft } from './draft.ts';
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
    expect(readDraft(store, 'local')?.values).toEqual(typed);
  });

  it('keeps what each row asks for, although nothing is filled in yet, and what it grew from', () => {
    const store = memoryStore();
    const values = { ...emptySubmission(), paths: [{ path: '', wanted: { name: 'util.jar', isReplaced: true } }] };
    writeDraft(store, 'local', values, 'a copy');
    expect(readDraft(store, 'local')).toEqual({ version: 1, origin: 'a copy', values });
  });

  it('of before drafts knew where they grew from still counts', () => {
    expect(readDraft(memoryStore([[KEY, JSON.stringify({ version: 1, values: typed })]]), 'local')).toMatchObject({
      origin: '',
      values: typed,
    });
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

describe('a submission that did not arrive', () => {
  const call = { method: 'POST', path: '/v2.0/local/resources', body: { tags: [{ key: 'team', value: 'a' }] } } as const;

  it('becomes the draft, tags and all', () => {
    const store = memoryStore();
    expect(returnToDraft(store, 'local', { group: 'etl', kind: 'file', isAsync: false, call, note: 'why' }, ['obs://bucket/a.csv'])).toBe(
      true,
    );
    expect(readDraft(store, 'local')?.values).toEqual({
      ...emptySubmission('etl'),
      kind: 'file',
      isAsync: false,
      tags: [{ key: 'team', value: 'a' }],
      paths: [{ path: 'obs://bucket/a.csv' }],
      note: 'why',
    });
  });

  it('leaves what is being typed alone, and waits in its paste box', () => {
    const store = memoryStore();
    writeDraft(store, 'local', { ...typed, bulk: 'obs://bucket/x' });
    returnToDraft(store, 'local', { group: null, kind: 'file', isAsync: true, call, note: null }, [
      'obs://bucket/a.csv',
      'obs://bucket/b.csv',
    ]);
    expect(readDraft(store, 'local')?.values).toEqual({ ...typed, bulk: 'obs://bucket/x\nobs://bucket/a.csv\nobs://bucket/b.csv' });
  });
});
