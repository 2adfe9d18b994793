import type { Package } from '../../contract/groups.ts';
import type { Submission } from '../../contract/submissions.ts';
import { WireUploadAnswer } from '../../dli/wire.ts';
import type { PackageModel } from './model.ts';
import type { OriginsTold } from './origins-told.ts';
import type { Submissions } from './submissions.ts';

/** Packages as browsers are told of them: with what the latest submissions to their group add to the list. */
export function createPackagesTold(submissions: Submissions, projectId: string, latest: readonly Submission[], origins: OriginsTold) {
  const runs = runsOf(latest);
  return (item: PackageModel): Package => {
    const { sortKey: _key, searchText: _text, uploadingSince: _since, ...told } = item;
    const isAsync = item.isAsync ?? runs.get(item.underlyingName ?? '') ?? null;
    const origin = origins.package(item);
    return { ...told, isAsync, tookMs: submissions.tookMs(projectId, item), ...(origin !== undefined && { origin }) };
  };
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
