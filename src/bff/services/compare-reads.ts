/**
 * Two reads of one project: which packages appeared, vanished, were uploaded again or changed their owner in between. Pure.
 * What leaves DLI's visible fields as they were is not seen, and two changes between two reads are one.
 */
import type { Steps } from '../../dli/turns.ts';
import type { GroupModel, PackageModel, ProjectModel } from './model.ts';

/** What tells one upload of a package from the next. */
export interface UploadMark {
  updatedAt: number | null;
  underlyingName: string | null;
}

export interface Difference {
  what: 'appeared' | 'vanished' | 'uploaded' | 'owner';
  group: string | null;
  /** Null for the group itself. */
  name: string | null;
  updatedAt: number | null;
  underlyingName: string | null;
  owner: string | null;
  ownerBefore: string | null;
}

/** Whether both may be the same upload: what one of them does not say proves nothing. */
export function isSameUpload(a: UploadMark, b: UploadMark): boolean {
  return !areUnlike(a.underlyingName, b.underlyingName) && !areUnlike(a.updatedAt, b.updatedAt);
}

export function* compareReads(before: ProjectModel, after: ProjectModel): Steps<Difference[]> {
  const found: Difference[] = [];
  yield* comparePackages(before.ungroupedByName, after.ungroupedByName, found);
  for (const group of after.groups) {
    const earlier = before.groupByName.get(group.name);
    yield* comparePackages(earlier?.packageByName ?? NOTHING, group.packageByName, found);
    if (earlier && areUnlike(earlier.owner, group.owner)) found.push(ownerOfGroup(earlier, group));
  }
  for (const group of before.groups) {
    if (!after.groupByName.has(group.name)) yield* comparePackages(group.packageByName, NOTHING, found);
  }
  return found;
}

const NOTHING: ReadonlyMap<string, PackageModel> = new Map();

function* comparePackages(
  before: ReadonlyMap<string, PackageModel>,
  after: ReadonlyMap<string, PackageModel>,
  found: Difference[],
): Generator<number, void, void> {
  for (const item of after.values()) {
    const earlier = before.get(item.name);
    if (!earlier) found.push(differenceOf('appeared', item));
    else if (earlier !== item) {
      if (isUploadedAgain(earlier, item)) found.push(differenceOf('uploaded', item));
      if (areUnlike(earlier.owner, item.owner)) found.push({ ...differenceOf('owner', item), ownerBefore: earlier.owner });
    }
  }
  for (const item of before.values()) if (!after.has(item.name)) found.push(differenceOf('vanished', item));
  yield 1 + before.size + after.size;
}

function isUploadedAgain(before: PackageModel, after: PackageModel): boolean {
  if (isSameUpload(before, after)) return false;
  // The time alone may move when an upload ends that was under way already, or when the owner changes.
  if (areUnlike(before.underlyingName, after.underlyingName)) return true;
  return before.status !== 'uploading' && !areUnlike(before.owner, after.owner);
}

function areUnlike<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}

function differenceOf(what: Difference['what'], { group, name, updatedAt, underlyingName, owner }: PackageModel): Difference {
  return { what, group, name, updatedAt, underlyingName, owner, ownerBefore: null };
}

function ownerOfGroup(before: GroupModel, { name, owner }: GroupModel): Difference {
  return { what: 'owner', group: name, name: null, updatedAt: null, underlyingName: null, owner, ownerBefore: before.owner };
}
