import { i18n } from '@lingui/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Member, type Plan, SubmissionRequest } from '../../contract/submissions.ts';
import { CONFLICT_CHOICES, findConflicts, freshPaths, rowsToRemove } from './submission-conflicts.ts';
import { diffPlans } from './submission-diff.ts';
import { refusedFields } from './submission-errors.ts';
import { submitLabel } from './submission-label.ts';
import { fieldMessage } from './submission-messages.ts';
import { issueOf, SubmissionForm } from './submission-schema.ts';
import { byteSize } from './submission-size.ts';
import { emptySubmission, filledPaths, isSame, isUntouched, type SubmissionValues, toRequest } from './submission-values.ts';

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

const filled: SubmissionValues = {
  ...emptySubmission('etl'),
  paths: [{ path: ' obs://bucket/a.jar ' }, { path: '' }, { path: 'obs://bucket/b.jar' }, { path: '  ' }],
};

describe('toRequest', () => {
  it('sends the filled rows as typed, without blanks around them', () => {
    expect(toRequest(filled)).toEqual({
      group: 'etl',
      kind: 'jar',
      isAsync: true,
      tags: [],
      paths: ['obs://bucket/a.jar', 'obs://bucket/b.jar'],
    });
  });
  it('sends no group where none was chosen, and keeps the name that was typed', () => {
    const values: SubmissionValues = { ...filled, target: 'none' };
    expect(toRequest(values).group).toBeNull();
    expect(values.group).toBe('etl');
  });
  it('makes a request of the contract from whatever the form lets through', () => {
    const texts = fc.array(fc.constantFrom('obs://bucket/a.jar', 'obs://bucket/b c.jar', '', ' ', 'nonsense', 'obs://bucket/'));
    fc.assert(
      fc.property(texts, fc.constantFrom('etl', '', 'x'.repeat(65)), fc.constantFrom('group', 'none'), (paths, group, target) => {
        const values: SubmissionValues = { ...emptySubmission(group), target, paths: paths.map((path) => ({ path })) };
        const passes = z.safeParse(SubmissionForm, values).success;
        expect(z.safeParse(SubmissionRequest, toRequest(values)).success).toBe(passes);
      }),
    );
  });
});

describe('isSame', () => {
  it('goes by what is held, whatever order it is held in', () => {
    const { group, ...others } = filled;
    expect(isSame(filled, { ...others, group })).toBe(true);
    expect(isSame(filled, { ...filled, paths: filled.paths.slice(1) })).toBe(false);
  });
});

describe('SubmissionForm', () => {
  const issues = (values: SubmissionValues) => {
    const checked = z.safeParse(SubmissionForm, values);
    return checked.success ? [] : checked.error.issues.map((issue) => [issue.path.join('.'), issueOf(issue).code]);
  };
  it('lets no row pass that asks for a path and has none', () => {
    const wanted = { name: 'util.jar', isReplaced: true };
    const values = { ...emptySubmission('etl'), paths: [{ path: 'obs://bucket/a.jar' }, { path: ' ', wanted }] };
    expect(issues(values)).toEqual([['paths.1.path', 'path_wanted']]);
    expect(issues({ ...values, paths: [{ path: 'obs://bucket/util-2.jar', wanted }] })).toEqual([]);
    expect(fieldMessage('paths', { code: 'path_wanted', params: { name: 'util.jar' } })).toContain('util.jar');
  });
  it('tells each problem in the domain’s code at its field', () => {
    const paths = ['obs://bucket/folder/', 'https://bucket.obs.local.myhuaweicloud.com/a?x=1', 'obs://bucket/a%2Fb'];
    expect(issues({ ...emptySubmission(''), paths: paths.map((path) => ({ path })), tags: [{ key: '', value: '' }] })).toEqual(
      expect.arrayContaining([
        ['group', 'empty'],
        ['tags.0.key', 'key_empty'],
        ['paths.0.path', 'folder'],
        ['paths.1.path', 'has_query'],
        ['paths.2.path', 'encoded_slash'],
      ]),
    );
  });
  it('asks for at least one path, at the first row', () => {
    expect(issues(emptySubmission('etl'))).toEqual([['paths.0.path', 'no_paths']]);
  });
  it('asks for no name where there is no group', () => {
    expect(issues({ ...filled, group: '', target: 'none' })).toEqual([]);
  });
  it('refuses a path whose package name DLI would not take', () => {
    const path = `obs://bucket/${'x'.repeat(129)}`;
    expect(issues({ ...filled, paths: [{ path }] })).toEqual([['paths.0.path', 'package_name_too_long']]);
    expect(fieldMessage('paths', { code: 'package_name_too_long', params: { max: 128, length: 129 } })).toBe(
      'Package name: At most 128 characters; this has 129.',
    );
  });
  it('refuses the 1,001st path', () => {
    const paths = Array.from({ length: 1001 }, (_, i) => ({ path: `obs://bucket/${i}.jar` }));
    expect(issues({ ...filled, paths })).toEqual([['paths.1000.path', 'too_many_paths']]);
    expect(issues({ ...filled, paths: paths.slice(1) })).toEqual([]);
  });
});

describe('isUntouched', () => {
  it('is true of an empty form, and of nothing that was typed', () => {
    expect(isUntouched(emptySubmission())).toBe(true);
    expect(isUntouched({ ...emptySubmission(), bulk: 'x' })).toBe(false);
    expect(isUntouched({ ...emptySubmission(), paths: [{ path: '' }, { path: 'x' }] })).toBe(false);
    expect(isUntouched({ ...emptySubmission(), isAsync: false })).toBe(false);
  });
});

describe('findConflicts', () => {
  it('knows one object in three spellings', () => {
    const paths = ['obs://bucket/a%20b.jar', 'https://bucket.obs.local.myhuaweicloud.com/a%20b.jar', 'obs://bucket/a b.jar'];
    expect(findConflicts(paths)).toEqual({ duplicates: [1, 2], names: [] });
  });
  it('finds different objects of one name, and leaves wrong rows alone', () => {
    const paths = [
      'obs://bucket/a/util.jar',
      '',
      'nonsense',
      'obs://bucket/b/util.jar',
      'obs://bucket/a/util.jar',
      'obs://bucket/Util.jar',
    ];
    expect(findConflicts(paths)).toEqual({ duplicates: [4], names: [{ name: 'util.jar', rows: [0, 3, 4] }] });
  });
  it('takes out what was chosen', () => {
    const conflict = { name: 'util.jar', rows: [0, 3, 4] };
    expect(CONFLICT_CHOICES.map((choice) => rowsToRemove(conflict, choice))).toEqual([
      [3, 4],
      [0, 3],
      [0, 3, 4],
    ]);
  });
  it('leaves nothing to choose after duplicates went and every conflict was settled', () => {
    const path = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'))
      .map(([folder, name]) => `obs://bucket/${folder}/${name}`);
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), fc.constantFrom(...CONFLICT_CHOICES), (paths, choice) => {
        const { names } = findConflicts(paths);
        const gone = new Set(names.flatMap((conflict) => rowsToRemove(conflict, choice)));
        const kept = paths.filter((_, i) => !gone.has(i));
        const repeated = new Set(findConflicts(kept).duplicates);
        expect(findConflicts(kept.filter((_, i) => !repeated.has(i)))).toEqual({ duplicates: [], names: [] });
      }),
    );
  });
});

describe('freshPaths', () => {
  it('leaves out what is there already or came earlier, and keeps what cannot be read once', () => {
    const pasted = ['obs://bucket/a b', 'obs://bucket/a%20b', 'nonsense', 'nonsense', 'obs://bucket/c'];
    expect(freshPaths(pasted, ['https://bucket.obs.local.myhuaweicloud.com/c'])).toEqual(['obs://bucket/a b', 'nonsense']);
  });
});

describe('refusedFields', () => {
  it('finds the row of a sent path past the blank ones', () => {
    const named = ['body.group', 'body.paths.1', 'body.tags.2.value', 'body.kind', 'body.paths.9'];
    const fields = refusedFields(
      named.map((path) => ({ code: 'x', path })),
      filled,
    );
    expect(fields.map((field) => field.name)).toEqual(['group', 'paths.2.path', 'tags.2.value']);
  });
});

it.each([
  [0, '0 bytes'],
  [604, '604 bytes'],
  [12_400, '12.4 kB'],
  [60_000_000, '60 MB'],
])('byteSize(%d) is %s', (bytes, text) => {
  expect(byteSize(bytes, 'en')).toBe(text);
});

describe('submitLabel', () => {
  it.each([
    [{ add: 1, replace: 0 }, 'Add 1 package'],
    [{ add: 3, replace: 0 }, 'Add 3 packages'],
    [{ add: 0, replace: 1 }, 'Replace 1 package'],
    [{ add: 3, replace: 2 }, 'Replace 2, add 3'],
  ])('%o', (counts, label) => {
    expect(submitLabel(counts)).toBe(label);
  });
});

describe('diffPlans', () => {
  const member = (name: string, updatedAt: number, more: Partial<Member> = {}): Member => ({
    name,
    kind: 'jar',
    status: 'ready',
    updatedAt,
    underlyingName: name,
    ...more,
  });
  const plan = (members: Member[]): Plan => ({
    rows: members.map((before) => ({
      action: before.name === 'sent.jar' ? 'replace' : 'notIncluded',
      name: before.name,
      path: before.name === 'sent.jar' ? 'obs://bucket/sent.jar' : null,
      obsUri: before.name === 'sent.jar' ? 'obs://bucket/sent.jar' : null,
      before,
      source: null,
      object: null,
      warnings: [],
    })),
    counts: { add: 0, replace: 0, same: 0, notIncluded: 0, blocked: 0 },
    groupExists: true,
    isRecordRead: true,
    canLeaveOut: true,
    othersFate: 'likely_kept',
    call: { method: 'POST', name: 'resources', path: '/x', body: {} },
    token: '',
    readAt: 0,
  });

  it('tells appeared, vanished and changed members, and what is sent under their name', () => {
    const seen = plan([member('gone.jar', 1), member('same.jar', 1), member('sent.jar', 1)]);
    const now = plan([member('new.jar', 5), member('same.jar', 1), member('sent.jar', 5)]);
    expect(diffPlans(seen, now).map(({ name, change, sendsUri }) => [name, change, sendsUri])).toEqual([
      ['gone.jar', 'vanished', null],
      ['new.jar', 'appeared', null],
      ['sent.jar', 'changed', 'obs://bucket/sent.jar'],
    ]);
  });
  it('says by whom, where the record tells', () => {
    const from = (standing: 'current' | 'replaced' | 'unsure', submittedAt: number) => ({
      obsUri: 'obs://b/x',
      sizeBytes: null,
      lastModified: null,
      submittedAt,
      submittedBy: 'ana',
      standing,
    });
    const seen = { ...plan([member('a', 1), member('b', 1), member('c', 1), member('d', 1), member('gone', 1)]), readAt: 10 };
    const after = plan([member('a', 2), member('b', 2), member('c', 2), member('d', 2)]);
    const sources = [from('current', 9), from('replaced', 20), from('unsure', 20), from('unsure', 5)];
    const now = { ...after, rows: after.rows.map((row, index) => ({ ...row, source: sources[index] ?? null })) };
    expect(diffPlans(seen, now).map(({ name, by }) => `${name} ${by}`)).toEqual([
      'a here',
      'b elsewhere',
      'c here',
      'd elsewhere',
      'gone null',
    ]);
    expect(diffPlans(seen, { ...now, isRecordRead: false }).map(({ by }) => by)).toEqual([null, null, null, null, null]);
  });
  it('sees a new underlying name or kind, but no status', () => {
    const seen = plan([member('a', 1), member('b', 1), member('c', 1)]);
    const now = plan([member('a', 1, { underlyingName: 'id_a' }), member('b', 1, { kind: 'file' }), member('c', 1, { status: 'failed' })]);
    expect(diffPlans(seen, now).map((row) => row.name)).toEqual(['a', 'b']);
  });
  it('finds nothing between a plan and itself', () => {
    expect(diffPlans(plan([member('a', 1)]), plan([member('a', 1)]))).toEqual([]);
  });
});

it('filledPaths keeps the order', () => {
  expect(filledPaths(filled)).toEqual(['obs://bucket/a.jar', 'obs://bucket/b.jar']);
});
