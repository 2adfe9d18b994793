import { describe, expect, it } from 'vitest';
import type { Member, SubmissionRequest } from '../../contract/submissions.ts';
import type { KnownPath } from '../../ledger/entry.ts';
import { mayLeaveOut, type PlanInput, planSubmission, sentRows } from './plan.ts';
import type { Looked } from './preflight.ts';

const member = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  kind: 'jar',
  status: 'ready',
  updatedAt: 1,
  underlyingName: name,
  ...more,
});
const request = (paths: string[], more: Partial<SubmissionRequest> = {}): SubmissionRequest => ({
  group: 'etl',
  kind: 'jar',
  isAsync: true,
  tags: [],
  paths,
  ...more,
});
const plan = (asked: SubmissionRequest, members: Member[] = [], more: Partial<PlanInput> = {}) =>
  planSubmission({
    projectId: 'p',
    request: asked,
    members: new Map(members.map((item) => [item.name, item])),
    groupExists: members.length > 0,
    region: 'local',
    readAt: 5,
    ...more,
  });

describe('plan', () => {
  it('tells what is added, replaced and left out', () => {
    const told = plan(request(['obs://bkt/x/new.jar', 'obs://bkt/old.jar']), [member('old.jar'), member('b10.jar'), member('b9.jar')]);
    expect(told.rows.map(({ action, name }) => `${action} ${name}`)).toEqual([
      'add new.jar',
      'replace old.jar',
      'notIncluded b9.jar',
      'notIncluded b10.jar',
    ]);
    expect(told.rows[1]).toMatchObject({ before: { name: 'old.jar' }, obsUri: 'obs://bkt/old.jar', warnings: [] });
    expect(told.counts).toEqual({ add: 1, replace: 1, same: 0, notIncluded: 2, blocked: 0 });
    expect(told).toMatchObject({ groupExists: true, othersFate: 'likely_kept', readAt: 5 });
  });

  it('blocks names that would collide, and says with which rows', () => {
    const told = plan(
      request(['obs://bkt/a/u.jar', 'obs://bkt/b/u.jar', 'obs://bkt/x.jar', 'https://bkt.obs.local.myhuaweicloud.com/x.jar']),
    );
    expect(told.rows.map(({ action, blockedBy }) => [action, blockedBy?.code, blockedBy?.params?.rows])).toEqual([
      ['blocked', 'duplicate_name', '2'],
      ['blocked', 'duplicate_name', '1'],
      ['blocked', 'duplicate_path', '4'],
      ['blocked', 'duplicate_path', '3'],
    ]);
    expect(told.counts).toMatchObject({ add: 0, blocked: 4 });
  });

  it('names ten of the rows that collide, and counts the others', () => {
    const told = plan(request(Array.from({ length: 1_000 }, (_, n) => `obs://bkt/${n}/same.jar`)));
    expect(told.rows[0]?.blockedBy).toEqual({
      code: 'duplicate_name',
      params: { name: 'same.jar', rows: '2, 3, 4, 5, 6, 7, 8, 9, 10, 11', more: 989 },
    });
    expect(JSON.stringify(told).length).toBeLessThan(500_000);
  });

  it('blocks a name DLI would refuse and warns of what only may be wrong', () => {
    const told = plan(request([`obs://bkt/${'a'.repeat(126)}.jar`, 'https: //bkt.obs.cn-north-4.myhuaweicloud.com/größe.py']));
    expect(told.rows[0]?.blockedBy).toEqual({ code: 'too_long', params: { max: 128, length: 130 } });
    expect(told.rows[1]?.warnings).toEqual([
      { code: 'charset' },
      { code: 'scheme_blank_repaired' },
      { code: 'kind_mismatch', params: { kind: 'jar' } },
      { code: 'region_differs', params: { region: 'cn-north-4', expected: 'local' } },
    ]);
  });

  it('shows the very call, in the form DLI documents', () => {
    const tags = [{ key: 'k', value: 'v' }];
    const paths = ['https://bkt.obs.local.myhuaweicloud.com/a%20b/c.jar'];
    expect(plan(request(['obs://bkt/a b/c.jar'], { tags })).call).toEqual({
      method: 'POST',
      name: 'resources',
      path: '/v2.0/p/resources',
      body: { paths, kind: 'jar', group: 'etl', is_async: true, tags },
    });
    expect(plan(request(['obs://bkt/a b/c.jar'], { isAsync: false })).call).toMatchObject({
      path: '/v2.0/p/resources/jars',
      body: { paths, group: 'etl' },
    });
    const model = plan(request(['obs://bkt/a b/c.jar'], { kind: 'modelFile', isAsync: false, group: null })).call;
    expect(model).toMatchObject({ name: 'resources', body: { paths, kind: 'modelFile', is_async: false } });
    expect(model.body).not.toHaveProperty('group');
  });

  it('warns that the kind-specific calls are documented to replace the group', () => {
    expect(plan(request(['obs://bkt/a.jar'], { isAsync: false }), [member('b.jar')]).othersFate).toBe('may_be_removed');
    expect(plan(request(['obs://bkt/b.jar'], { isAsync: false }), [member('b.jar')]).othersFate).toBe('none');
  });

  it('leaves other packages alone where no group is named', () => {
    const told = plan(request(['obs://bkt/a.jar'], { group: null }), [member('a.jar')], { groupExists: false });
    expect(told).toMatchObject({ counts: { replace: 1, notIncluded: 0 }, othersFate: 'none' });
  });

  it('has a token for what was read, whatever the order', () => {
    const asked = request(['obs://bkt/a.jar']);
    const { token } = plan(asked, [member('a'), member('b')]);
    expect(plan(request(['obs://bkt/z.jar']), [member('b'), member('a')]).token).toBe(token);
    for (const other of [
      [member('a')],
      [member('a'), member('b', { updatedAt: 2 })],
      [member('a'), member('b', { updatedAt: null })],
      [member('a'), member('b', { underlyingName: 'x_b' })],
      [],
    ]) {
      expect(plan(asked, other).token).not.toBe(token);
    }
    expect(plan(asked, [], { groupExists: true }).token).not.toBe(plan(asked, [], { groupExists: false }).token);
  });
});

describe('plan, with what the ledger remembers', () => {
  const knownPath = (name: string, more: Partial<KnownPath> = {}): KnownPath => ({
    how: 'submitted',
    upstreamRequestId: null,
    group: 'etl',
    name,
    path: `obs://bkt/${name}`,
    obsUri: `obs://bkt/${name}`,
    source: { preflight: 'found', etag: 'E', sizeBytes: 3, lastModifiedMs: 1, versionId: null },
    status: 'ready',
    seenAt: 3,
    updatedAt: 1,
    underlyingName: name,
    tookMs: null,
    entryId: 'e',
    submittedAt: 2,
    submittedBy: 'ana',
    kind: 'jar',
    note: null,
    ...more,
  });
  const known = (...items: KnownPath[]) => new Map(items.map((item) => [item.name, item]));
  const stat = (etag = 'E'): Looked => ({
    stat: { etag, sizeBytes: 3, lastModifiedMs: 1, storageClass: 'standard', needsRestore: false },
  });
  const members = [member('a.jar'), member('b.jar'), member('c.jar')];
  const memory = known(knownPath('a.jar'), knownPath('b.jar'), knownPath('c.jar', { updatedAt: 0 }));
  const told = (asked: SubmissionRequest, looked = asked.paths.map(() => stat())) => plan(asked, members, { known: memory, looked });

  it('tells what is the same, and where everything came from', () => {
    const { rows, counts, isRecordRead } = told(request(['obs://bkt/a.jar', 'obs://bkt/v2/b.jar', 'obs://bkt/n.jar']));
    expect(rows.map(({ action, name, source }) => [action, name, source?.obsUri, source?.standing])).toEqual([
      ['same', 'a.jar', 'obs://bkt/a.jar', 'current'],
      ['replace', 'b.jar', 'obs://bkt/b.jar', 'current'],
      ['add', 'n.jar', undefined, undefined],
      ['notIncluded', 'c.jar', 'obs://bkt/c.jar', 'replaced'],
    ]);
    expect(rows[0]?.object).toEqual({ sizeBytes: 3, lastModified: 1 });
    expect(rows[1]?.warnings).toEqual([{ code: 'same_contents' }]);
    expect(counts).toEqual({ add: 1, replace: 1, same: 1, notIncluded: 1, blocked: 0 });
    expect(isRecordRead).toBe(true);
  });

  it('calls nothing the same that is blocked, or without the record', () => {
    const twice = told(request(['obs://bkt/a.jar', 'obs://bkt/a.jar']));
    expect(twice.rows.map((row) => row.action)).toEqual(['blocked', 'blocked', 'notIncluded', 'notIncluded']);
    const blind = plan(request(['obs://bkt/a.jar']), members, { known: null, looked: [stat()] });
    expect(blind).toMatchObject({ isRecordRead: false, counts: { replace: 1, same: 0 } });
    expect(blind.rows[0]?.source).toBeNull();
  });

  it('sends everything unless told otherwise, and shows the call for exactly that', () => {
    const asked = request(['obs://bkt/a.jar', 'obs://bkt/n.jar']);
    expect(told(asked).call.body).toMatchObject({ paths: [expect.stringContaining('a.jar'), expect.stringContaining('n.jar')] });
    const less = { ...asked, leaveOut: ['a.jar'] };
    expect(told(less).call.body).toMatchObject({ paths: [expect.stringContaining('n.jar')] });
    expect(sentRows(told(less), less).map((row) => row.name)).toEqual(['n.jar']);
    expect(told(less).token).toBe(told(asked).token);
  });

  it('counts what is left out among those whose fate is unsettled', () => {
    const [a] = members;
    const only = { ...request(['obs://bkt/a.jar', 'obs://bkt/n.jar']), leaveOut: ['a.jar'] };
    const options = { known: memory, looked: [stat(), stat()] };
    expect(plan(only, a ? [a] : [], options)).toMatchObject({ othersFate: 'likely_kept', canLeaveOut: true });
    expect(plan({ ...only, isAsync: false }, a ? [a] : [], options)).toMatchObject({ othersFate: 'may_be_removed', canLeaveOut: false });
    expect(plan({ ...only, group: null, isAsync: false }, a ? [a] : [], options)).toMatchObject({ othersFate: 'none', canLeaveOut: true });
  });

  it('lets nothing be left out that changed, or that leaving out may remove', () => {
    const asked = (more: Partial<SubmissionRequest>) => request(['obs://bkt/a.jar', 'obs://bkt/b.jar'], { leaveOut: ['a.jar'], ...more });
    const may = (more: Partial<SubmissionRequest>, looked?: Looked[]) => mayLeaveOut(told(asked(more), looked), asked(more));
    expect(may({})).toBe(true);
    expect(may({}, [stat('F'), stat()])).toBe(false);
    expect(may({ leaveOut: ['z.jar'] })).toBe(false);
    expect(may({ leaveOut: ['c.jar'] })).toBe(false);
    expect(may({ tags: [{ key: 'k', value: 'v' }] })).toBe(false);
    expect(may({ isAsync: false })).toBe(false);
    expect(may({ isAsync: false, leaveOut: [] })).toBe(true);
  });
});
