import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition, safeFileName, streamOf } from './download.ts';

describe('safeFileName', () => {
  it.each([
    ['groupage-local-groups-20261122T170500Z.csv', 'groupage-local-groups-20261122T170500Z.csv'],
    ['group-../../etc/passwd.csv', 'group-.._.._etc_passwd.csv'],
    ['.bashrc', '_bashrc'],
    ['a"b\r\nSet-Cookie: x.csv', 'a_b_Set-Cookie_x.csv'],
    ['数据\u202Egnp.csv', '数据_gnp.csv'],
    ['\ud800x', '\ufffdx'],
  ])('%j is kept as %s', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('is short, keeps its ending, and fits a header whatever the name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary-ascii' })), (name) => {
        const safe = safeFileName(`x${name}.csv`);
        expect(Array.from(safe).length).toBeLessThanOrEqual(150);
        expect(safe).toMatch(/\.csv$/);
        const header = contentDisposition(`x${name}.csv`);
        expect(header).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.!~'%-]+$/);
        expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(safe);
      }),
    );
  });
});

it('stops writing when the caller goes away', async () => {
  let isEnded = false;
  async function* endless() {
    try {
      for (;;) yield 'row';
    } finally {
      isEnded = true;
    }
  }
  const reader = streamOf(endless()).getReader();
  await reader.read();
  await reader.cancel();
  expect(isEnded).toBe(true);
});
