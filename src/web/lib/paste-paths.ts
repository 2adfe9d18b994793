/**
 * Finds the OBS paths in whatever somebody pastes: one a line, comma lists, JSON, a DLI request body, CSV or TSV with or
 * without a header, bullets, quotes. A comma or a blank inside a key survives: text is cut only where a new address begins.
 * Nothing that could be a path is dropped: a line without an address becomes a row, whose error then says why.
 */

import { readDelimited } from './paste-delimited.ts';
import { pathsInJson } from './paste-json.ts';

export interface PastedPaths {
  paths: string[];
  /** What was left out because it is no path: a header, a comment, other columns' text. */
  skipped: string[];
}

const SCHEME = String.raw`(?:obs|https?|s3a?)\s*:\s*\/\s*\/\s*`;
const HOST = String.raw`[a-z0-9][a-z0-9.-]*\.(?:obs|oss)\.[a-z0-9-]+\.[a-z0-9.-]+\/`;
const ADDRESS = new RegExp(String.raw`(?<=^|[\s,;|"'\x60<(\[=:])(?:${SCHEME}(?:${HOST})?|${HOST})`, 'i');
const ADDRESSES = new RegExp(ADDRESS, 'gi');
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const BULLET = /^(?:[-*+•‣–—·]\s+|\d{1,4}[.)]\s+|\[[ x]?\]\s+)+/i;
const CLOSING: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '<': '>', '(': ')', '[': ']' };

export function splitPaste(text: string): PastedPaths {
  const clean = text.replace(/^\uFEFF/, '').trim();
  const json = pathsInJson(clean);
  if (json) return { paths: json, skipped: [] };

  const lines = clean
    .split(LINE_BREAK)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const table = readDelimited(lines, hasAddress);
  if (table) return { paths: table.paths.map(unwrap).filter(Boolean), skipped: table.skipped };

  const paths: string[] = [];
  const skipped: string[] = [];
  lines.forEach((line, index) => {
    if (line.startsWith('#') || (index === 0 && lines.length > 1 && isHeading(line))) skipped.push(line);
    else if (hasAddress(line)) paths.push(...addressesIn(line));
    else paths.push(...wordsIn(line));
  });
  return { paths, skipped };
}

function hasAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Cuts a line where each address begins; what stands before the first one is a bullet, a label or another column. */
function addressesIn(line: string): string[] {
  const starts = Array.from(line.matchAll(ADDRESSES), (match) => match.index);
  const opening = line.slice(0, starts[0]);
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? line.length;
    const quote = line[start - 1] ?? '';
    return closeAt(line.slice(start, end), quote, opening);
  });
}

function closeAt(segment: string, quote: string, opening: string): string {
  const isQuoted = quote in CLOSING && quote !== '[' && quote !== '(';
  const closing = CLOSING[quote] ?? '';
  if (isQuoted) {
    const end = endOfQuoted(segment, closing);
    if (end >= 0) return unescapeQuoted(segment.slice(0, end), closing).trim();
  }
  // Outside quotes a tab cannot be part of a key (control characters are refused), so it ends the cell.
  const cell = (segment.split('\t', 1)[0] ?? '').replace(/[\s,;|"'`]+$/, '');
  const bracket = /[[(<]/.exec(opening)?.[0];
  const outer = bracket ? CLOSING[bracket] : undefined;
  return outer && cell.endsWith(outer) && !cell.includes(bracket ?? '') ? cell.slice(0, -1).trimEnd() : cell;
}

/** The first closing quote after which a cell, a list or the line ends: an apostrophe inside a key is followed by more. */
function endOfQuoted(segment: string, closing: string): number {
  for (let at = segment.indexOf(closing); at >= 0; at = segment.indexOf(closing, at + 1)) {
    if (segment[at - 1] === '\\') continue;
    if (/^(?:$|\s*$|\s*[,;|\t\]})])/.test(segment.slice(at + 1))) return at;
  }
  return -1;
}

function unescapeQuoted(text: string, quote: string): string {
  if (quote !== '"') return text;
  if (!text.includes('\\')) return text.replaceAll('""', '"');
  try {
    const read: unknown = JSON.parse(`"${text}"`);
    return typeof read === 'string' ? read : text;
  } catch {
    return text;
  }
}

function unwrap(cell: string): string {
  return hasAddress(cell) ? (addressesIn(cell)[0] ?? '') : cell.trim();
}

/** A line that names no address: kept, without bullets and quotes, so that its row can say what is wrong with it. */
function wordsIn(line: string): string[] {
  const bare = line
    .replace(BULLET, '')
    .replace(/[,;]+$/, '')
    .trim();
  const closing = CLOSING[bare[0] ?? ''];
  const inner = closing && bare.length > 1 && bare.endsWith(closing) ? bare.slice(1, -1).trim() : bare;
  return /[\p{L}\p{N}]/u.test(inner) ? [inner] : [];
}

/** "Path", "OBS paths:", "paths = [": a first line that names the column or the list rather than an object. */
function isHeading(line: string): boolean {
  return /^["']?[\w -]*(?:path|url|uri|obs|object|location|file|package)s?[\w -]*["']?\s*[:=]?\s*[[{(]?$/i.test(line);
}
