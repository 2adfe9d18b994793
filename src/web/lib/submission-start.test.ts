import { describe, expect, it } from 'vitest';
import type { Submission } from '../../contract/submissions.ts';
import { PATHS_MAX } from '../../domain/names.ts';
import { knownPaths, startOfAddition, startOfCopy, startOfReplacement, startOfSample, startTaskOf } from './submission-start.ts';
import { emptySubmission } from './submission-values.ts';

let count = 0;

/** Of paths in the bucket `b`; the newest is the one made first. */
function submission(paths: readonly string[], patch: Partial<Submission> = {}): Submission {
  return {
    id: String(++count),
    group: 'etl',
    kind: 'jar',
    isAsync: true,
    submittedAt: 0,
    submittedBy: 'x',
    outcome: 'accepted',
    answeredAt: 0,
    call: { method: 'POST', path: '/v2.0/p/resources', body: {} },
    httpStatus: 201,
    upstreamRequestId: null,
    answer: null,
    error: null,
    settlesAt: null,
    settlement: null,
    observed: null,
    note: null,
    packages: paths.map((path) => ({ name: path.slice(path.lastIndexOf('/') + 1), path, obsUri: path })),
    ...patch,
  };
}

const jar = (name: string) => ({ name, kind: 'jar' });

describe('knownPaths', () => {
  it('takes the latest of each name', () => {
    const known = knownPaths([submission(['obs://b/2/a.jar']), submission(['obs://b/1/a.jar', 'obs://b/1/b.jar'])]);
    expect([...known]).toEqual([
      ['a.jar', 'obs://b/2/a.jar'],
      ['b.jar', 'obs://b/1/b.jar'],
    ]);
  });

  it('goes by the record first, which goes back further', () => {
    const recorded = [{ name: 'a.jar', path: 'obs://b/0/a.jar', submittedAt: 1, note: null }];
    const known = knownPaths([submission(['obs://b/2/a.jar', 'obs://b/2/b.jar'])], recorded);
    expect(Object.fromEntries(known)).toEqual({ 'a.jar': 'obs://b/0/a.jar', 'b.jar': 'obs://b/2/b.jar' });
  });

  it.each(['refused', 'sending'] as const)('takes none of a submission that is %s', (outcome) => {
    expect(knownPaths([submission(['obs://b/2/a.jar'], { outcome }), submission(['obs://b/1/a.jar'])]).get('a.jar')).toBe(
      'obs://b/1/a.jar',
    );
  });

  it('of one whose answer was lost, takes what was found', () => {
    const settlement = { verdict: 'partly', at: 0, found: ['a.jar'], missing: ['b.jar'] } as const;
    const lost = submission(['obs://b/a.jar', 'obs://b/b.jar'], {
      outcome: 'unknown',
      settlement: { ...settlement, found: [...settlement.found], missing: [...settlement.missing] },
    });
    expect([...knownPaths([lost]).keys()]).toEqual(['a.jar']);
    expect(knownPaths([{ ...lost, settlement: null }]).size).toBe(0);
  });
});

describe('a copy', () => {
  it('asks for the name, fills in what is known and asks first for what is not', () => {
    const packages = [jar('a.jar'), jar('b.jar')];
    const { values, isMixed } = startOfCopy('etl', { packages, submissions: [submission(['obs://b/a.jar'])], isAsync: null });
    expect(values).toEqual({
      ...emptySubmission(),
      kind: 'jar',
      paths: [{ path: '', wanted: { name: 'b.jar', isReplaced: false } }, { path: 'obs://b/a.jar' }],
    });
    expect(isMixed).toBe(false);
  });

  it('leaves out what was submitted but is no longer in the group', () => {
    const submissions = [submission(['obs://b/a.jar', 'obs://b/gone.jar'])];
    expect(startOfCopy('etl', { packages: [jar('a.jar')], submissions, isAsync: null }).values.paths).toEqual([{ path: 'obs://b/a.jar' }]);
  });

  it.each([
    ['of one kind, in DLI’s casing or not', ['pyFile', 'PYFILE'], 'pyFile', false],
    ['of several kinds', ['jar', 'pyFile'], 'file', true],
    ['of an unknown kind', ['exe'], 'file', true],
    ['of no kind', [null], 'file', true],
  ])('of packages %s', (_name, kinds, kind, isMixed) => {
    const packages = kinds.map((of, index) => ({ name: `${index}`, kind: of }));
    expect(startOfCopy('etl', { packages, submissions: [], isAsync: null })).toMatchObject({ values: { kind }, isMixed });
  });

  it('runs as the latest submission did, or as DLI says of the group', () => {
    const isAsync = (members: Pick<Parameters<typeof startOfCopy>[1], 'submissions' | 'isAsync'>) =>
      startOfCopy('etl', { packages: [jar('a.jar')], ...members }).values.isAsync;
    expect(isAsync({ submissions: [submission([], { isAsync: false })], isAsync: true })).toBe(false);
    expect(isAsync({ submissions: [], isAsync: false })).toBe(false);
    expect(isAsync({ submissions: [], isAsync: null })).toBe(true);
  });

  it('takes as many rows as one submission does, and one where there is no package', () => {
    const packages = Array.from({ length: PATHS_MAX + 3 }, (_, index) => jar(`${index}.jar`));
    const start = startOfCopy('etl', { packages, submissions: [], isAsync: null });
    expect([start.values.paths.length, start.leftOut]).toEqual([PATHS_MAX, 3]);
    expect(startOfCopy('etl', { packages: [], submissions: [], isAsync: null }).values.paths).toEqual([{ path: '' }]);
  });
});

describe('a replacement', () => {
  const members = {
    packages: [{ name: 'a.py', kind: 'pyFile' }, jar('a.pyc')],
    submissions: [submission(['obs://b/a.py'])],
    isAsync: false,
  };
  const wanted = { name: 'a.py', isReplaced: true };

  it('has group, kind and known path, and never the call that may remove the others', () => {
    expect(startOfReplacement({ kind: 'replace', group: 'etl', name: 'a.py' }, members).values).toEqual({
      ...emptySubmission('etl'),
      kind: 'pyFile',
      isAsync: true,
      paths: [{ path: 'obs://b/a.py', wanted }],
    });
  });

  it('takes path and note from the record, the note only for the same once more', () => {
    const known = [{ name: 'a.py', path: 'obs://b/old/a.py', submittedAt: 1, note: 'nightly' }];
    const begun = (kind: 'replace' | 'again') =>
      startOfReplacement({ kind, group: 'etl', name: 'a.py' }, { ...members, submissions: [], known }).values;
    expect(begun('again')).toMatchObject({ note: 'nightly', paths: [{ path: 'obs://b/old/a.py' }] });
    expect(begun('replace')).toMatchObject({ note: '', paths: [{ path: 'obs://b/old/a.py' }] });
  });

  it('asks for a path that is not known, in no group too', () => {
    expect(startOfReplacement({ kind: 'again', group: null, name: 'a.py' }, { ...members, submissions: [] }).values).toMatchObject({
      target: 'none',
      paths: [{ path: '', wanted }],
    });
  });
});

describe('an addition', () => {
  it.each([
    ['the kind that all members share', ['file', 'FILE'], 'file'],
    ['a jar, of several kinds', ['file', 'jar'], 'jar'],
    ['a jar, where there are none', [], 'jar'],
  ])('begins with %s', (_name, kinds, kind) => {
    const begun = startOfAddition(
      'etl',
      kinds.map((one) => ({ kind: one })),
    );
    expect(begun.values).toEqual({ ...emptySubmission('etl'), kind });
  });
});

describe('the address', () => {
  it('names one task', () => {
    expect(startTaskOf({})).toBeNull();
    expect(startTaskOf({ group: 'etl' })).toEqual(startOfAddition('etl').task);
    expect(startTaskOf({ copy: 'etl' })).toEqual({ kind: 'copy', group: 'etl' });
    expect(startTaskOf({ group: 'etl', replace: 'a.jar' })).toEqual({ kind: 'replace', group: 'etl', name: 'a.jar' });
    expect(startTaskOf({ again: 'a.jar' })).toEqual({ kind: 'again', group: null, name: 'a.jar' });
    expect(startTaskOf({ sample: 'yes' })).toEqual(startOfSample({ group: 's', kind: 'file', paths: [] }).task);
  });
});
