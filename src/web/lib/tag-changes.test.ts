import { describe, expect, it } from 'vitest';
import { refusedTagRows, tagChanges, tagRowIssues } from './tag-changes.ts';

const tag = (key: string, value: string) => ({ key, value });
const row = (key: string, value: string, isNew = false) => ({ key, value, isNew });

describe('a form over tags', () => {
  it('sends what differs and nothing else', () => {
    const before = [tag('team', 'x'), tag('stage', 'dev'), tag('old', '1')];
    const after = [row('stage', 'prod'), row('team', 'x'), row('new', '', true)];
    expect(tagChanges(before, after)).toEqual({ set: [tag('stage', 'prod'), tag('new', '')], remove: ['old'] });
  });

  it('takes a tag that was taken out and entered anew for a change of its value', () => {
    expect(tagChanges([tag('a', '1')], [row('a', '2', true)])).toEqual({ set: [tag('a', '2')], remove: [] });
    expect(tagChanges([tag('a', '1')], [row('a', '1', true)])).toEqual({ set: [], remove: [] });
  });

  it('tells a repeated key at the row that is new, and leaves odd tags of DLI in peace until they are changed', () => {
    const before = [tag('team', 'x'), tag('<odd>', 'y')];
    const codes = (rows: ReturnType<typeof row>[]) =>
      tagRowIssues(before, rows).map(({ index, field, issue }) => `${index} ${field} ${issue.code}`);
    expect(codes([row('team', 'x'), row('<odd>', 'y'), row('team', 'z', true)])).toEqual(['2 key key_repeated']);
    expect(codes([row('team', '<'), row('<odd>', 'z')])).toEqual(['0 value value_charset', '1 key key_charset']);
    expect(codes([row('team', 'other'), row('team', 'z', true)])).toEqual(['1 key key_repeated']);
  });

  it('finds the row that a refused request names', () => {
    const issues = [
      { path: 'body.set.1.value', code: 'value_charset' },
      { path: 'body.set.0.key', code: 'key_reserved' },
      { path: 'body.remove.0', code: 'too_big' },
      { path: 'body.set', code: 'too_many_tags' },
    ];
    expect(refusedTagRows(issues, [tag('b', ''), tag('c', '<')], [row('a', ''), row('b', ''), row('c', '<')])).toEqual([
      { index: 2, field: 'value', issue: { code: 'value_charset' } },
      { index: 1, field: 'key', issue: { code: 'key_reserved' } },
    ]);
  });
});
