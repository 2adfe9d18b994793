import { i18n } from '@lingui/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../contract/errors.ts';
import { PLAN_ACTIONS, SETTLEMENTS, SUBMISSION_OUTCOMES } from '../../contract/submissions.ts';
import { KINDS } from '../../domain/kind.ts';
import { checkGroupName, checkTag } from '../../domain/names.ts';
import { parseObsPath } from '../../domain/obs-path.ts';
import { ApiError } from '../api/client.ts';
import { messages as en } from '../locales/en.po';
import { explainError } from './error-messages.ts';
import { nameIssueMessage, obsPathProblemMessage, planActionWord, planIssueMessage, tagIssueMessage } from './messages.ts';
import { outcomeMessage, settlementMessage } from './outcome-messages.ts';
import { kindWord } from './words.ts';

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: en }));

describe('codes become words', () => {
  it('with their numbers', () => {
    const [issue] = checkGroupName('x'.repeat(70)).errors;
    expect(nameIssueMessage(issue ?? { code: '' })).toBe('At most 64 characters; this has 70.');
  });

  it.each([
    'ftp://b/k',
    'obs://b!/k',
    'obs://bucket/',
    'nonsense',
    'https://bucket.obs.x.myhuaweicloud.com/a?b',
    `obs://bucket/${'x'.repeat(1025)}`,
  ])('for the path %s, without a hole', (path) => {
    const parsed = parseObsPath(path);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    const words = obsPathProblemMessage(parsed.problem);
    expect(words).not.toBe(parsed.problem.code);
    expect(words).not.toMatch(/[{}]|undefined/);
  });

  it('for tags', () => {
    const tag = { key: '_sys_x', value: '' };
    expect(checkTag(tag, [tag]).map(tagIssueMessage)).toEqual(['Keys that begin with _sys_ are kept for Huawei.']);
  });

  it('for every state that a submission and its objects can be in', () => {
    const words = [
      ...SUBMISSION_OUTCOMES.map(outcomeMessage),
      ...SETTLEMENTS.map(settlementMessage),
      ...PLAN_ACTIONS.map(planActionWord),
      ...KINDS.map(kindWord),
    ];
    for (const word of words) expect(word.length).toBeGreaterThan(2);
    expect(new Set(words).size).toBeGreaterThanOrEqual(words.length - 1);
  });

  it('and a code or kind nobody knows is shown as it came', () => {
    expect(planIssueMessage({ code: 'newer_than_this_page' })).toBe('newer_than_this_page');
    expect(kindWord('hudiFile')).toBe('hudiFile');
    expect(kindWord('PYFILE')).toBe('Python file');
  });
});

describe('errors', () => {
  it.each([...ERROR_CODES, 'server_unreachable', 'bad_answer'] as const)('%s says why and what to do', (code) => {
    const { why, remedy } = explainError(new ApiError({ code, message: '', status: 0, requestId: null }));
    expect(why).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
  });

  it('of the page itself are told as such', () => {
    expect(explainError(new TypeError('x is undefined')).why).toBe('This page failed.');
  });
});
