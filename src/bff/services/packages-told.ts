import type { Package } from '../../contract/groups.ts';
import type { Submission } from '../../contract/submissions.ts';
import { WireUploadAnswer } from '../../dli/wire.ts';
import type { Explain } from './explain.ts';
import type { GroupModel, PackageModel } from './model.ts';
import type { OriginsTold } from './origins-told.ts';
import type { Submissions } from './submissions.ts';
import type { UsualWaits } from './usual-wait.ts';

/** What is told beside the list and the submissions. */
export interface Hints {
  explain: Pick<Explain, 'of'>;
  /** Left out where nobody waits for an upload. */
  usualWaits?: UsualWaits;
}

/** Packages as browsers are told of them: with what the latest submissions to their group add to the list. */
export function createPackagesTold(
  submissions: Submissions,
  projectId: string,
  latest: readonly Submission[],
  origins: OriginsTold,
  { explain, usualWaits }: Hints,
) {
  const runs = runsOf(latest);
  const hinted = (item: PackageModel): Pick<Package, 'failure' | 'upload'> => {
    const failure = explain.of(projectId, item);
    const since = usualWaits ? sinceOf(submissions, projectId, item) : null;
    if (!usualWaits || since === null) return failure ? { failure } : {};
    const { ms: usualMs, measured } = usualWaits.of(projectId);
    return { upload: { since, usualMs, measured } };
  };
  return (item: PackageModel): Package => {
    const { sortKey: _key, searchText: _text, uploadingSince: _since, ...told } = item;
    const isAsync = item.isAsync ?? runs.get(item.underlyingName ?? '') ?? null;
    const origin = origins.package(item);
    const tookMs = submissions.tookMs(projectId, item);
    return { ...told, isAsync, tookMs, ...(origin !== undefined && { origin }), ...hinted(item) };
  };
}

/** Since when it uploads: our clock counts before DLI's. */
function sinceOf(submissions: Submissions, projectId: string, item: PackageModel): number | null {
  return item.uploadingSince === null ? null : (submissions.uploadingSince(projectId, item) ?? item.uploadingSince);
}

/** When the first of its uploads begins to take longer than usual. */
export function usualUntil(submissions: Submissions, projectId: string, group: GroupModel, usualMs: number): number | null {
  let first: number | null = null;
  for (const item of group.packages) {
    const since = sinceOf(submissions, projectId, item);
    if (since !== null && (first === null || since < first)) first = since;
  }
  return first === null ? null : first + usualMs;
}

/**
 * How each upload ran, by underlying name, which every upload gets anew: `is_async` is documented for upload answers alone
 * (dli_02_0130), not for the list.
 */
function runsOf(latest: readonly Submission[]): ReadonlyMap<string, boolean> {
  const runs = new Map<string, boolean>();
  for (const { answer, isAsync } of latest.toReversed()) {
    for (const { underlying_name, resource_name } of WireUploadAnswer.safeParse(answer).data?.details ?? []) {
      // Equal to the name, it does not tell one upload from the next.
      if (underlying_name && underlying_name !== resource_name) runs.set(underlying_name, isAsync);
    }
  }
  return runs;
}
