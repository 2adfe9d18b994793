import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, lineOf, textOf } from './csv.ts';

/** RFC 4180 by the letter, and nothing shared with what is tested. */
function parse(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(i + 1) === '"') cell += text.charAt(++i);
      else isQuoted = false;
    } else if (char === '"') {
      if (cell !== '') throw new Error(`a quote inside a plain cell at ${i}`);
      isQuoted = true;
    } else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\r' && text.charAt(i + 1) === '\n') {
      i++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (char === '\r' || char === '\n') throw new Error(`half a line end at ${i}`);
    else cell += char;
  }
  if (isQuoted || cell !== '' || row.length > 0) throw new Error('the last row is not ended');
  return rows;
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', "'", 'a', ' ') }),
);
const table = fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(fc.array(hostile, { minLength: width, maxLength: width })));

describe.each([',', '\t'] as const)('a table with %j between its cells', (separator) => {
  it('is read back as it was, but for the apostrophe before a formula', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const back = parse(rows.map((row) => lineOf(row, separator)).join(''), separator);
        expect(back.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')))).toEqual(
          rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))),
        );
      }),
    );
  });

  it('holds no cell that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(table, (rows) => {
        for (const row of parse(rows.map((cells) => lineOf(cells, separator)).join(''), separator)) {
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }),
    );
  });
});

it('tells numbers, words and what is not known', () => {
  expect(lineOf([3, true, null, 'a,b', 'say "x"', '=1+1', '-2', -2], ',')).toBe('3,true,,"a,b","say ""x""",\'=1+1,\'-2,-2\r\n');
  expect(isoTime(1_800_000_000_000)).toBe('2027-01-15T08:00:00.000Z');
  expect([isoTime(null), isoTime(1e300)]).toEqual([null, null]);
});

it('lets others have their turn while it writes 50,000 rows', async () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => index);
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  let text = '';
  for await (const part of textOf({ separator: ',', head: ['n'], rows, cellsOf: (row) => [row] })) text += part;
  isOver = true;
  expect(text.split('\r\n')).toHaveLength(50_002);
  expect(turns).toBeGreaterThan(50);
});
