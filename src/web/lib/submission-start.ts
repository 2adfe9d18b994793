/**
 * What the New submission form begins with when it is opened for something: a group to add to, one to copy, a package to
 * replace or send again, the samples. DLI never tells the path a package came from; what this server remembers fills it in,
 * and a row asks for the rest.
 */
import type { Package } from '../../contract/groups.ts';
import type { Session } from '../../contract/session.ts';
import type { KnownPath, Submission } from '../../contract/submissions.ts';
import { fitsKind, KINDS, type Kind } from '../../domain/kind.ts';
import { PATHS_MAX } from '../../domain/names.ts';
import { emptySubmission, type SubmissionValues } from './submission-values.ts';

/** As it stands in the address. */
export interface StartAddress {
  /** To add to; with `replace` or `again`, the package's group, and none for an ungrouped package. */
  group?: string | undefined;
  copy?: string | undefined;
  replace?: string | undefined;
  again?: string | undefined;
  sample?: 'yes' | undefined;
  picked?: string | undefined;
  entry?: string | undefined;
  only?: 'failed' | undefined;
}

export type StartTask =
  | { kind: 'add'; group: string }
  | { kind: 'copy'; group: string }
  | { kind: 'replace' | 'again'; group: string | null; name: string }
  | { kind: 'sample' }
  | { kind: 'picked'; id: string }
  | { kind: 'entry'; id: string; only: 'failed' | null };

export interface Start {
  task: StartTask;
  values: SubmissionValues;
  /** A copy of packages of more than one kind, or of a kind that cannot be submitted, is made as files. */
  isMixed: boolean;
  /** Packages that find no room in one submission. */
  leftOut: number;
}

/** What was read of a group, or of the ungrouped packages. */
export interface Members {
  packages: readonly Pick<Package, 'name' | 'kind'>[];
  /** The latest, newest first. */
  submissions: readonly Submission[];
  /** From the record, which goes back further; none where it could not be read. */
  known?: readonly KnownPath[];
  isAsync: boolean | null;
}

export function startTaskOf({ group, copy, replace, again, sample, picked, entry, only }: StartAddress): StartTask | null {
  if (entry !== undefined) return { kind: 'entry', id: entry, only: only ?? null };
  if (picked !== undefined) return { kind: 'picked', id: picked };
  if (copy !== undefined) return { kind: 'copy', group: copy };
  if (replace !== undefined) return { kind: 'replace', group: group ?? null, name: replace };
  if (again !== undefined) return { kind: 'again', group: group ?? null, name: again };
  if (group !== undefined) return { kind: 'add', group };
  return sample === 'yes' ? { kind: 'sample' } : null;
}

/** Of the kind that all its members share. */
export function startOfAddition(group: string, packages: readonly Pick<Package, 'kind'>[] = []): Start {
  const empty = emptySubmission(group);
  return { task: { kind: 'add', group }, values: { ...empty, kind: commonKind(packages) ?? empty.kind }, isMixed: false, leftOut: 0 };
}

export function startOfSample({ group, kind, paths }: NonNullable<Session['samples']>): Start {
  const values = { ...emptySubmission(group), kind, paths: paths.map((path) => ({ path })) };
  return { task: { kind: 'sample' }, values, isMixed: false, leftOut: 0 };
}

/** Of the kind that all of them can be; which group they go into is asked. */
export function startOfPicked(id: string, paths: readonly string[]): Start {
  const kind = (['jar', 'pyFile'] as const).find((one) => paths.every((path) => fitsKind(path, one))) ?? 'file';
  const values: SubmissionValues = { ...emptySubmission(), kind, paths: paths.map((path) => ({ path })) };
  return { task: { kind: 'picked', id }, values, isMixed: false, leftOut: 0 };
}

/** The name is asked for anew. What has to be asked for stands first, where it is seen. */
export function startOfCopy(group: string, { packages, submissions, known: recorded, isAsync }: Members): Start {
  const known = knownPaths(submissions, recorded);
  const kind = commonKind(packages);
  const asking = packages.filter(({ name }) => !known.has(name)).map(({ name }) => ({ path: '', wanted: { name, isReplaced: false } }));
  const filled = packages.flatMap(({ name }) => {
    const path = known.get(name);
    return path === undefined ? [] : [{ path }];
  });
  const rows = [...asking, ...filled];
  const values: SubmissionValues = {
    ...emptySubmission(),
    kind: kind ?? 'file',
    isAsync: submissions[0]?.isAsync ?? isAsync ?? true,
    paths: rows.length > 0 ? rows.slice(0, PATHS_MAX) : [{ path: '' }],
  };
  const isMixed = kind === null && packages.length > 0;
  return { task: { kind: 'copy', group }, values, isMixed, leftOut: Math.max(0, rows.length - PATHS_MAX) };
}

/** In the background, whatever was used before: the calls that wait may remove the other packages of the group. */
export function startOfReplacement(
  task: Extract<StartTask, { name: string }>,
  { packages, submissions, known: recorded = [] }: Members,
): Start {
  const { group, name } = task;
  const known = knownPaths(submissions, recorded);
  const values: SubmissionValues = {
    ...emptySubmission(group ?? ''),
    target: group === null ? 'none' : 'group',
    kind: commonKind(packages.filter((item) => item.name === name)) ?? 'file',
    paths: [{ path: known.get(name) ?? '', wanted: { name, isReplaced: true } }],
    // The same once more, for the same reason; a replacement has one of its own.
    note: (task.kind === 'again' && recorded.find((item) => item.name === name)?.note) || '',
  };
  return { task, values, isMixed: false, leftOut: 0 };
}

/**
 * Name to path, as last typed in a submission that DLI took, or that was found in the group although its answer was lost: by
 * the record, and by the latest submissions where it says nothing.
 */
export function knownPaths(
  submissions: readonly Submission[],
  recorded: readonly Pick<KnownPath, 'name' | 'path'>[] = [],
): ReadonlyMap<string, string> {
  const known = new Map(recorded.map(({ name, path }) => [name, path]));
  for (const { outcome, settlement, packages } of submissions) {
    for (const { name, path } of packages) {
      const hasArrived = outcome === 'accepted' || (outcome === 'unknown' && settlement?.found.includes(name) === true);
      if (hasArrived && !known.has(name)) known.set(name, path);
    }
  }
  return known;
}

/** Null where there is none: one submission carries one kind. */
function commonKind(packages: readonly Pick<Package, 'kind'>[]): Kind | null {
  const [first, ...others] = new Set(packages.map(({ kind }) => kind?.toLowerCase()));
  return others.length > 0 ? null : (KINDS.find((kind) => kind.toLowerCase() === first) ?? null);
}
