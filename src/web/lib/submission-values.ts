/** What the New submission form holds: as typed, so that nothing is lost while it is still wrong. */
import * as z from 'zod/mini';
import { Kind } from '../../contract/common.ts';
import type { SubmissionRequest } from '../../contract/submissions.ts';

/** A row that asks for the path of this package: to replace it, or to go into a copy of its group. */
export const Wanted = z.object({ name: z.string(), isReplaced: z.boolean() });

export const SubmissionValues = z.object({
  /** `none`: the packages go into no group, whatever stands in the name field. */
  target: z.enum(['group', 'none']),
  group: z.string(),
  kind: Kind,
  isAsync: z.boolean(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  paths: z.array(z.object({ path: z.string(), wanted: z.optional(Wanted) })),
  /** Why, for the record. */
  note: z._default(z.string(), ''),
  /** The paste box, until its paths were added as rows. */
  bulk: z.string(),
  /** The entry of the record that this does again. */
  repeats: z.optional(z.string()),
});
export type SubmissionValues = z.infer<typeof SubmissionValues>;

export function emptySubmission(group = ''): SubmissionValues {
  return { target: 'group', group, kind: 'jar', isAsync: true, tags: [], paths: [{ path: '' }], note: '', bulk: '' };
}

/** Whether there is anything worth keeping: a name that only came with the address is not. */
export function isUntouched(values: SubmissionValues): boolean {
  const empty = emptySubmission();
  const isAsked = values.paths.some((row) => row.wanted);
  const isBare = values.tags.length === 0 && values.bulk === '' && values.note === '' && filledPaths(values).length === 0 && !isAsked;
  return isBare && values.target === empty.target && values.group === '' && values.kind === empty.kind && values.isAsync === empty.isAsync;
}

/** Whether two forms hold the same; the order in which a form keeps its fields does not count. */
export function isSame(a: SubmissionValues, b: SubmissionValues): boolean {
  return JSON.stringify(z.parse(SubmissionValues, a)) === JSON.stringify(z.parse(SubmissionValues, b));
}

/** Rows left blank are no paths; everything else goes out as typed, without the blanks around it. */
export function filledPaths(values: Pick<SubmissionValues, 'paths'>): string[] {
  return values.paths.map((row) => row.path.trim()).filter((path) => path !== '');
}

export function toRequest(values: SubmissionValues): SubmissionRequest {
  const note = values.note.trim();
  return {
    group: values.target === 'none' ? null : values.group,
    kind: values.kind,
    isAsync: values.isAsync,
    tags: values.tags,
    paths: filledPaths(values),
    ...(note !== '' && { note }),
    ...(values.repeats !== undefined && { repeats: values.repeats }),
  };
}
