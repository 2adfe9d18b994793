/** Rows that cannot go out together: DLI names a package by the last segment of its key, so equal names would overwrite each other. */
import { packageNameOf, parseObsPath } from '../../domain/obs-path.ts';

export interface NameConflict {
  name: string;
  /** Indices of all rows of this name, in order. */
  rows: number[];
}

export interface PathConflicts {
  /** Rows that name an object which an earlier row names already, in whatever spelling. */
  duplicates: number[];
  /** Names that two or more different objects would get. */
  names: NameConflict[];
}

export const CONFLICT_CHOICES = ['first', 'last', 'none'] as const;
export type ConflictChoice = (typeof CONFLICT_CHOICES)[number];

export function findConflicts(paths: readonly string[]): PathConflicts {
  const objects = new Set<string>();
  const byName = new Map<string, { rows: number[]; objects: number }>();
  const duplicates: number[] = [];
  paths.forEach((typed, index) => {
    const parsed = parseObsPath(typed);
    if (!parsed.ok) return;
    const object = `${parsed.path.bucket}/${parsed.path.key}`;
    const isRepeated = objects.has(object);
    if (isRepeated) duplicates.push(index);
    objects.add(object);
    const name = packageNameOf(parsed.path);
    const known = byName.get(name) ?? { rows: [], objects: 0 };
    known.rows.push(index);
    if (!isRepeated) known.objects++;
    byName.set(name, known);
  });
  const names = [...byName].filter(([, { objects: count }]) => count > 1).map(([name, { rows }]) => ({ name, rows }));
  return { duplicates, names };
}

/** Which rows a choice takes out. */
export function rowsToRemove(conflict: NameConflict, choice: ConflictChoice): number[] {
  if (choice === 'none') return conflict.rows;
  return choice === 'first' ? conflict.rows.slice(1) : conflict.rows.slice(0, -1);
}

/** Of `pasted`, those whose object neither stands among `present` nor came earlier in the paste. What cannot be read counts by its text. */
export function freshPaths(pasted: readonly string[], present: readonly string[]): string[] {
  const known = new Set(present.map(objectOf));
  return pasted.filter((path) => {
    const object = objectOf(path);
    if (known.has(object)) return false;
    known.add(object);
    return true;
  });
}

function objectOf(typed: string): string {
  const parsed = parseObsPath(typed);
  return parsed.ok ? `${parsed.path.bucket}/${parsed.path.key}` : typed.trim();
}
