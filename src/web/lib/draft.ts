/**
 * What was typed and not yet sent, kept per tab and project, so that a reload or a failed submit loses nothing. Read back
 * through a schema: a draft of another version, or one that something else wrote, is as good as none.
 */
import * as z from 'zod/mini';
import type { Submission } from '../../contract/submissions.ts';
import { emptySubmission, isUntouched, SubmissionValues } from './submission-values.ts';

const VERSION = 1;
const Draft = z.object({
  version: z.literal(VERSION),
  /** The address' start that it grew from (`originOf`); empty where the form was opened for nothing in particular. */
  origin: z._default(z.string(), ''),
  values: SubmissionValues,
});

export interface Draft {
  origin: string;
  values: SubmissionValues;
}

type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function readDraft(store: DraftStore, projectId: string): Draft | null {
  try {
    const read = z.safeParse(Draft, JSON.parse(store.getItem(keyOf(projectId)) ?? 'null'));
    return read.success && !isUntouched(read.data.values) ? read.data : null;
  } catch {
    return null;
  }
}

/** False where the browser would not keep it: storage full, or switched off. */
export function writeDraft(store: DraftStore, projectId: string, values: SubmissionValues, origin = ''): boolean {
  try {
    if (isUntouched(values)) store.removeItem(keyOf(projectId));
    else store.setItem(keyOf(projectId), JSON.stringify({ version: VERSION, origin, values }));
    return true;
  } catch {
    return false;
  }
}

export function clearDraft(store: DraftStore, projectId: string): void {
  try {
    store.removeItem(keyOf(projectId));
  } catch {
    // Storage that refuses holds nothing to clear.
  }
}

/**
 * Paths of a submission that did not arrive become the draft. Where something else is being typed that stays, and they
 * wait in its paste box. False where the browser would not keep it.
 */
export function returnToDraft(
  store: DraftStore,
  projectId: string,
  { group, kind, isAsync, call, note }: Pick<Submission, 'group' | 'kind' | 'isAsync' | 'call' | 'note'>,
  paths: readonly string[],
): boolean {
  const draft = readDraft(store, projectId);
  if (draft) {
    const { origin, values } = draft;
    return writeDraft(store, projectId, { ...values, bulk: [values.bulk, ...paths].filter(Boolean).join('\n') }, origin);
  }
  const tags = z.safeParse(SubmissionValues.shape.tags, call.body.tags);
  return writeDraft(store, projectId, {
    ...emptySubmission(group ?? ''),
    target: group === null ? 'none' : 'group',
    kind,
    isAsync,
    tags: tags.success ? tags.data : [],
    paths: paths.map((path) => ({ path })),
    note: note ?? '',
  });
}

function keyOf(projectId: string): string {
  return `groupage.draft.${projectId}`;
}
