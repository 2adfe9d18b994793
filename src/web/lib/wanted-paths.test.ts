import { describe, expect, it } from 'vitest';
import { answerRows, isAsking } from './wanted-paths.ts';

const asks = (name: string, path = '') => ({ path, wanted: { name, isReplaced: false } });

describe('rows that ask for a path', () => {
  it('do so until something stands in them', () => {
    expect([asks('a.jar'), asks('a.jar', ' '), asks('a.jar', 'x'), { path: '' }].map(isAsking)).toEqual([true, true, false, false]);
  });

  it('are answered by the first path of their name, in any form; the rest is left in its order', () => {
    const rows = [{ path: '' }, asks('a.jar'), asks('b c.jar'), asks('d.jar', 'obs://b/d.jar')];
    const pasted = [
      'obs://b/x/a.jar',
      'obs://b/y/a.jar',
      'https://bucket.obs.local.myhuaweicloud.com/b%20c.jar',
      'nonsense',
      'obs://b1/d.jar',
    ];
    expect(
      answerRows(
        rows,
        pasted.map((path) => path.replace('obs://b/', 'obs://bucket/')),
      ),
    ).toEqual({
      filled: [
        { index: 1, path: 'obs://bucket/x/a.jar' },
        { index: 2, path: 'https://bucket.obs.local.myhuaweicloud.com/b%20c.jar' },
      ],
      rest: ['obs://bucket/y/a.jar', 'nonsense', 'obs://b1/d.jar'],
    });
  });
});
