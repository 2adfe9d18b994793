/**
 * Tables as text. RFC 4180: CRLF after every row, cells quoted where they must be. A cell that a spreadsheet would read as a
 * formula gets an apostrophe before it (OWASP, "CSV injection"): names come from whoever may submit, and files are opened by others.
 */
import { setImmediate } from 'node:timers/promises';

export type Cell = string | number | boolean | null;

export interface TextTable<T> {
  separator: ',' | '\t';
  head: readonly string[];
  rows: readonly T[];
  cellsOf: (row: T) => readonly Cell[];
}

/** Excel takes a file without it for the system's own 8-bit code page. */
export const BYTE_ORDER_MARK = '\u{feff}';

/** Some milliseconds' work: between two parts, other requests get their turn. */
const ROWS_AT_ONCE = 500;

/** Head and rows in parts; the event loop turns between two of them. */
export async function* textOf<T>({ separator, head, rows, cellsOf }: TextTable<T>): AsyncGenerator<string, void> {
  yield lineOf(head, separator);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await setImmediate();
    let text = '';
    for (const row of rows.slice(start, start + ROWS_AT_ONCE)) text += lineOf(cellsOf(row), separator);
    yield text;
  }
}

export function lineOf(cells: readonly Cell[], separator: ',' | '\t'): string {
  return `${cells.map((cell) => quoted(safeText(cell), separator)).join(separator)}\r\n`;
}

/** What begins with one of these is a formula to a spreadsheet, or becomes one once it has thrown away the blank before it. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function safeText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string, separator: ',' | '\t'): string {
  const mustQuote = text.includes(separator) || /["\r\n]/.test(text);
  return mustQuote ? `"${text.replaceAll('"', '""')}"` : text;
}

const LAST_TIME_MS = 8.64e15;

/** 2026-11-22T17:05:00.000Z; null where it is not known or no time at all. */
export function isoTime(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > LAST_TIME_MS ? null : new Date(ms).toISOString();
}
