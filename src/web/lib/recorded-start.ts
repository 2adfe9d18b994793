/** A submission of the record, back in the form. */
import * as z from 'zod/mini';
import type { RecordedPackage, RecordedSubmission } from '../../contract/activity.ts';
import type { Start, StartTask } from './submission-start.ts';
import { emptySubmission, SubmissionValues } from './submission-values.ts';

/** What the record blanked, so that it holds no secret; it cannot be sent. */
const NOT_KEPT = '[not kept]';

/** Packages that did not become ready, as far as anybody saw; those of a submission that DLI did not take, all of them. */
export function failedOf({ packages, outcome, settlement }: RecordedSubmission): RecordedPackage[] {
  if (outcome === 'refused' || settlement?.verdict === 'not_found') return packages;
  return packages.filter(({ name, status }) => status === 'failed' || settlement?.missing.includes(name));
}

export function startOfEntry(task: Extract<StartTask, { kind: 'entry' }>, entry: RecordedSubmission): Start {
  const { group, kind, isAsync, call } = entry;
  const failed = failedOf(entry);
  const packages = task.only === 'failed' && failed.length > 0 ? failed : entry.packages;
  const tags = z.safeParse(SubmissionValues.shape.tags, call.body['tags']);
  const values: SubmissionValues = {
    ...emptySubmission(group ?? ''),
    target: group === null ? 'none' : 'group',
    kind,
    isAsync,
    tags: tags.success ? tags.data.filter(({ value }) => value !== NOT_KEPT) : [],
    paths: packages.map(({ path, obsUri }) => ({ path: path.includes(NOT_KEPT) ? obsUri : path })),
    note: entry.note ?? '',
    repeats: entry.id,
  };
  return { task, values, isMixed: false, leftOut: 0 };
}
