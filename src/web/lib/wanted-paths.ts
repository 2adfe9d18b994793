/** Rows that ask for the path of one package: which still do, and which pasted path answers which. */
import { packageNameOf, parseObsPath } from '../../domain/obs-path.ts';
import type { SubmissionValues } from './submission-values.ts';

type Row = SubmissionValues['paths'][number];

export function isAsking({ path, wanted }: Row): boolean {
  return wanted !== undefined && path.trim() === '';
}

export interface Answers {
  /** Row index and the path that goes there. */
  filled: { index: number; path: string }[];
  /** Those that no row asked for, in order. */
  rest: string[];
}

/** The first path of a name answers the first row that asks for it. */
export function answerRows(rows: readonly Row[], paths: readonly string[]): Answers {
  const asking = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.wanted && isAsking(row) && !asking.has(row.wanted.name)) asking.set(row.wanted.name, index);
  });
  const answers: Answers = { filled: [], rest: [] };
  for (const path of paths) {
    const name = nameIn(path);
    const index = name === null ? undefined : asking.get(name);
    if (name === null || index === undefined) answers.rest.push(path);
    else {
      asking.delete(name);
      answers.filled.push({ index, path });
    }
  }
  return answers;
}

function nameIn(path: string): string | null {
  const parsed = parseObsPath(path);
  return parsed.ok ? packageNameOf(parsed.path) : null;
}
