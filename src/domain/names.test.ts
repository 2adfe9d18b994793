import { expect, test } from 'vitest';
import { checkGroupName, checkOwnerName, checkPackageName, checkTag } from './names.ts';

const codes = (issues: { code: string }[]) => issues.map((issue) => issue.code);

test.each([
  ['etl', [], []],
  ['122hong._-', [], []],
  ['a'.repeat(64), [], []],
  ['a'.repeat(65), ['too_long'], []],
  ['', ['empty'], []],
  ['数据组', [], ['charset']],
  ['𠮷'.repeat(64), [], ['charset']],
  [' etl', ['surrounding_blank'], ['charset']],
  ['a\tb', ['control_character'], []],
  ['a\u202Ebc', ['control_character'], []],
  ['a\u200Bb', ['control_character'], []],
  ['👩\u200D💻', [], ['charset']],
])('group name %j', (name, errors, warnings) => {
  const verdict = checkGroupName(name);
  expect(codes(verdict.errors)).toEqual(errors);
  expect(codes(verdict.warnings)).toEqual(warnings);
});

test.each([
  ['app-1.0.jar', [], []],
  ['wow!.jar', [], []],
  ['.hidden', [], ['leading_dot']],
  ['a b.jar', [], ['charset']],
  [`${'a'.repeat(125)}.jar`, ['too_long'], []],
])('package name %j', (name, errors, warnings) => {
  const verdict = checkPackageName(name);
  expect(codes(verdict.errors)).toEqual(errors);
  expect(codes(verdict.warnings)).toEqual(warnings);
});

test('a length issue says the limit and the length, counted in characters', () => {
  expect(checkGroupName('𠮷'.repeat(65)).errors).toEqual([{ code: 'too_long', params: { max: 64, length: 65 } }]);
});

test.each([
  ['alice', []],
  ['_-aB9', []],
  ['a'.repeat(32), []],
  ['', ['empty']],
  ['bob', ['too_short']],
  ['a'.repeat(33), ['too_long']],
  ['1alice', ['leading_digit']],
  ['alice smith', ['charset']],
  ['愛麗絲', ['too_short', 'charset']],
  ['9.1', ['too_short', 'charset', 'leading_digit']],
])('owner name %j', (name, issues) => {
  expect(codes(checkOwnerName(name))).toEqual(issues);
});

test('tags: documented limits, unique keys', () => {
  const good = { key: 'équipe:data=1', value: 'a b' };
  expect(checkTag(good, [good])).toEqual([]);
  expect(codes(checkTag({ key: '', value: '' }, []))).toEqual(['key_empty']);
  expect(codes(checkTag({ key: '_sys_a', value: '' }, []))).toEqual(['key_reserved']);
  expect(codes(checkTag({ key: ' a', value: '' }, []))).toEqual(['key_blank']);
  expect(codes(checkTag({ key: 'a/b', value: 'x?' }, []))).toEqual(['key_charset', 'value_charset']);
  expect(codes(checkTag({ key: 'k'.repeat(129), value: 'v'.repeat(256) }, []))).toEqual(['key_too_long', 'value_too_long']);
  expect(codes(checkTag(good, [good, { ...good }]))).toEqual(['key_repeated']);
});
