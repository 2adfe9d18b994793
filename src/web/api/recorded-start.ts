import { activityContract } from '../../contract/activity.ts';
import { startOfEntry } from '../lib/recorded-start.ts';
import type { Start, StartTask } from '../lib/submission-start.ts';
import { call } from './client.ts';

/** @throws ApiError; null for an entry that is no submission */
export async function readRecordedStart(
  projectId: string,
  task: Extract<StartTask, { kind: 'entry' }> | null,
  signal: AbortSignal,
): Promise<Start | null> {
  if (!task) return null;
  const { data } = await call(activityContract.getEntry, { params: { projectId, id: task.id } }, { signal });
  return data.entry.type === 'submission' ? startOfEntry(task, data.entry) : null;
}
