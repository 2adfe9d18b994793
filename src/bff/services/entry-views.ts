/** Entries of the ledger as callers see them. What was stored before a rule about secrets was made passes it here once more. */
import {
  type EntrySummary,
  type EntryView,
  HISTORY_NAMES_MAX,
  type HistoryEntry,
  type RecordedAttachment,
  RecordedEvent,
  type RecordedOperation,
  type RecordedSubmission,
} from '../../contract/activity.ts';
import { ApiErrorBody } from '../../contract/errors.ts';
import { UPLOAD_CALLS, type UploadCall } from '../../domain/kind.ts';
import * as ledger from '../../ledger/entry.ts';
import { withoutSecrets } from '../../ledger/secrets.ts';

/** Left out: what no list shows. */
export function summaryOf(entry: ledger.EntrySummary): EntrySummary {
  const { id, type, createdAt, actor, note, repeatsId, outcome, isOpen, group, groupCount, itemCount, failedCount, names } = entry;
  const { kind, newOwner, httpStatus, errorCode, verdict, observed } = entry;
  const head = { id, type, createdAt, actor, note, repeatsId, outcome, isOpen, group, groupCount, itemCount, failedCount, names };
  return { ...head, kind, newOwner, httpStatus, errorCode, verdict, observed };
}

export function viewOf(entry: ledger.Entry, events: readonly ledger.RecordedEvent[]): EntryView {
  return {
    entry: entry.type === 'submission' ? submissionOf(entry) : ledger.isOperation(entry) ? operationOf(entry) : attachmentOf(entry),
    events: events.map((event) => eventOf(entry, event)),
    isMoving: entry.isOpen,
    movingSince: entry.isOpen ? entry.createdAt : null,
  };
}

const NAMES_SHOWN = 3;

function headOf({ id, createdAt, actor, note, repeatsId, outcome, isOpen, requestId }: ledger.Entry) {
  return { id, createdAt, actor, note, repeatsId, outcome, isOpen, requestId };
}

function submissionOf(entry: ledger.SubmissionEntry): RecordedSubmission {
  const { call, observation, items, before } = entry;
  const { group, kind, isAsync, httpStatus, errorCode, sentAt, answeredAt, upstreamRequestId, settlesAt, settlement } = entry;
  const own = new Set(items.map(({ name }) => name));
  return {
    ...headOf(entry),
    type: 'submission',
    group,
    groupCount: 1,
    itemCount: items.length,
    failedCount: items.filter(({ status }) => status === 'failed').length,
    names: items.slice(0, NAMES_SHOWN).map(({ name }) => name),
    kind,
    newOwner: null,
    httpStatus,
    errorCode,
    verdict: settlement?.verdict ?? null,
    observed: observation?.how ?? null,
    isAsync,
    call: { method: 'POST', name: callNamed(call.path), path: call.path, body: withoutSecrets(call.body) },
    before,
    sentAt,
    answeredAt,
    upstreamRequestId,
    answer: entry.answer && withoutSecrets(entry.answer),
    error: errorOf(entry.error),
    settlesAt,
    settlement,
    observation: observation && {
      how: observation.how,
      at: observation.at,
      removed: observation.removed,
      keptCount: observation.members.filter(({ name }) => !own.has(name)).length,
    },
    packages: items,
  };
}

function operationOf(entry: ledger.OperationEntry): RecordedOperation {
  const { items } = entry;
  const groups = new Set(items.map(({ group }) => group));
  return {
    ...headOf(entry),
    type: entry.type,
    group: groups.size === 1 ? (items[0]?.group ?? null) : null,
    groupCount: groups.size,
    itemCount: items.length,
    failedCount: items.filter(({ state }) => state === 'failed').length,
    names: items.slice(0, NAMES_SHOWN).map(({ name, group }) => name ?? group ?? ''),
    kind: null,
    newOwner: entry.newOwner,
    httpStatus: null,
    errorCode: null,
    verdict: null,
    observed: null,
    finishedAt: entry.finishedAt,
    items: items.map((item) => ({ ...item, error: errorOf(item.error) })),
  };
}

function attachmentOf(entry: ledger.AttachEntry): RecordedAttachment {
  const { items } = entry;
  const nothing = { kind: null, newOwner: null, httpStatus: null, errorCode: null, verdict: null, observed: null };
  return {
    ...headOf(entry),
    ...nothing,
    type: entry.type,
    group: items[0]?.group ?? null,
    groupCount: 1,
    itemCount: items.length,
    failedCount: 0,
    names: items.slice(0, NAMES_SHOWN).map(({ name }) => name),
    packages: items,
  };
}

/** The address of an upload ends in its name; one that does not would be of the general call. */
function callNamed(path: string): UploadCall {
  return UPLOAD_CALLS.find((name) => path.endsWith(`/${name}`)) ?? 'resources';
}

function errorOf(stored: ledger.JsonObject | null): ApiErrorBody | null {
  return stored && (ApiErrorBody.safeParse(withoutSecrets(stored)).data ?? null);
}

function eventOf(entry: ledger.Entry, { seq, at, type, position, data }: ledger.RecordedEvent): RecordedEvent {
  const item = position === null ? undefined : entry.items[position];
  const name = item ? (item.name ?? ('group' in item ? item.group : null)) : null;
  return { seq, at, type, name, data: withoutSecrets(data) };
}

export function historyEntryOf({ entry, items }: ledger.TimelineEntry, diff: HistoryEntry['diff']): HistoryEntry {
  const packages = items
    .slice(0, HISTORY_NAMES_MAX)
    .map((item) =>
      'state' in item
        ? { name: item.name, status: null, tookMs: null, state: item.state, wasGone: item.wasGone }
        : { name: item.name, status: item.status, tookMs: item.tookMs, state: null, wasGone: false },
    );
  return { kind: 'entry', entry: summaryOf(entry), packages, packageCount: items.length, diff };
}
