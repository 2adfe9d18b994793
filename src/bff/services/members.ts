/** The members a submission is judged against, before and after it. */
import type { Member } from '../../contract/submissions.ts';
import type { PackageModel, ProjectModel } from './model.ts';

export type Members = ReadonlyMap<string, Member>;

/** Everything in the group; without a group, only the ungrouped packages of these names, since the others are no part of it. */
export function membersFor(model: ProjectModel, group: string | null, names: Iterable<string>): Members {
  if (group !== null) {
    return new Map((model.groupByName.get(group)?.packages ?? []).map((item) => [item.name, toMember(item)]));
  }
  const found = new Map<string, Member>();
  for (const name of names) {
    const item = model.ungroupedByName.get(name);
    if (item) found.set(name, toMember(item));
  }
  return found;
}

function toMember({ name, kind, status, updatedAt, underlyingName }: PackageModel): Member {
  return { name, kind, status, updatedAt, underlyingName };
}

/**
 * Whether what stands there now came after what stood there before. DLI moves `update_time`, gives a re-upload another
 * `underlying_name`, or both; where it sends neither, nobody can tell.
 */
export function hasArrived(before: Member | undefined, after: Member | undefined): 'yes' | 'no' | 'unknown' {
  if (!after) return 'no';
  if (!before) return 'yes';
  if (before.underlyingName !== null && after.underlyingName !== null && before.underlyingName !== after.underlyingName) return 'yes';
  const hasMoved = (after.updatedAt ?? 0) > (before.updatedAt ?? 0);
  // What was uploading then may be what has ended now.
  if (before.status === 'uploading') return hasMoved || before.updatedAt === null ? 'unknown' : 'no';
  if (hasMoved || after.status !== before.status) return 'yes';
  return before.updatedAt === null ? 'unknown' : 'no';
}
