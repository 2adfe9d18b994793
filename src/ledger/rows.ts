/**
 * Rows as entries and back. The tables are written by this folder alone and refuse other types, so what is read is taken at
 * its word.
 */
import type { Kind } from '../domain/kind.ts';
import type {
  AttachedItem,
  Entry,
  EntrySummary,
  Explained,
  Explanation,
  Intent,
  JsonObject,
  Member,
  OperationItem,
  RecordedEvent,
  Seen,
  Settlement,
  SubmittedItem,
} from './entry.ts';
import { withoutSecrets, withoutSignatures } from './secrets.ts';
import { type EntriesTable, type EventsTable, type ItemsTable, noGroup, storable } from './tables.ts';

export function groupText(group: string | null): string {
  return group === null ? noGroup : storable(group);
}

export function groupOf(text: string): string | null {
  return text === noGroup ? null : text;
}

export function groupsOf(intent: Intent): string[] {
  if (intent.type === 'submission') return [groupText(intent.group)];
  return [...new Set(intent.items.map((item) => groupText(item.group)))];
}

export function firstRow(id: string, intent: Intent): EntriesTable {
  const groups = groupsOf(intent);
  const submission = intent.type === 'submission' ? intent : null;
  const isOver = isAttached(intent.type);
  return {
    id,
    project_id: storable(intent.projectId),
    type: intent.type,
    created_at: intent.createdAt,
    actor: storable(intent.actor),
    stage: isOver ? 'answered' : 'intent',
    outcome: submission ? 'sending' : isOver ? 'done' : 'running',
    version: 1,
    group_name: groups.length === 1 ? (groups[0] ?? noGroup) : noGroup,
    group_count: groups.length,
    item_count: intent.items.length,
    kind: submission?.kind ?? null,
    is_async: submission ? Number(submission.isAsync) : null,
    new_owner: 'newOwner' in intent ? storable(intent.newOwner) : null,
    request_id: storable(intent.requestId),
    request_digest: intent.requestDigest,
    repeats_id: storable(intent.repeatsId),
    sent_at: null,
    answered_at: isOver ? intent.createdAt : null,
    http_status: null,
    error_code: null,
    upstream_request_id: null,
    settles_at: null,
    verdict: null,
    observed: null,
    is_closed: 0,
    note: intent.note === null ? null : storable(withoutSignatures(intent.note)),
    call: submission ? JSON.stringify({ ...submission.call, body: withoutSecrets(submission.call.body) }) : null,
    before: submission ? JSON.stringify(submission.before) : null,
    answer: null,
    error: null,
    settlement: null,
    observation: null,
  };
}

export function itemRows(id: string, intent: Intent): ItemsTable[] {
  const nothing = {
    entry_id: id,
    project_id: storable(intent.projectId),
    path: null,
    obs_uri: null,
    preflight: null,
    etag: null,
    size_bytes: null,
    last_modified: null,
    version_id: null,
    status: null,
    seen_at: null,
    updated_at: null,
    underlying_name: null,
    took_ms: null,
    state: null,
    was_gone: null,
    error: null,
  };
  const submitted = ({ name, path, obsUri, source }: SubmittedItem) => ({
    name: storable(name),
    path: storable(withoutSignatures(path)),
    obs_uri: storable(obsUri),
    preflight: storable(source?.preflight ?? null),
    etag: storable(source?.etag ?? null),
    size_bytes: source?.sizeBytes ?? null,
    last_modified: source?.lastModifiedMs ?? null,
    version_id: storable(source?.versionId ?? null),
  });
  if (intent.type === 'submission') {
    const group_name = groupText(intent.group);
    return intent.items.map((item, position) => ({ ...nothing, ...submitted(item), position, group_name }));
  }
  if ('newOwner' in intent) {
    return intent.items.map(({ group, name }, position) => ({
      ...nothing,
      position,
      group_name: groupText(group),
      name: storable(name),
      state: 'waiting' as const,
      was_gone: 0,
    }));
  }
  return intent.items.map((item, position) => ({
    ...nothing,
    ...submitted(item),
    position,
    group_name: groupText(item.group),
    status: item.status,
    seen_at: item.seenAt,
    updated_at: item.updatedAt,
    underlying_name: storable(item.underlyingName),
  }));
}

export function readEntry(row: EntriesTable, items: readonly ItemsTable[], isOpen: boolean): Entry {
  const head = readHead(row, isOpen);
  if (isAttached(row.type)) return { ...head, type: row.type, items: items.map(readAttached) };
  if (row.type !== 'submission') {
    return { ...head, type: row.type, newOwner: row.new_owner, finishedAt: row.answered_at, items: items.map(readOperationItem) };
  }
  return {
    ...head,
    type: 'submission',
    group: groupOf(row.group_name),
    kind: row.kind as Kind, // every submission has one
    isAsync: row.is_async === 1,
    call: parsed<{ method: 'POST'; path: string; body: JsonObject }>(row.call) ?? { method: 'POST', path: '', body: {} },
    before: parsed<{ groupExists: boolean; members: Member[] }>(row.before) ?? { groupExists: false, members: [] },
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    httpStatus: row.http_status,
    errorCode: row.error_code,
    upstreamRequestId: row.upstream_request_id,
    answer: parsed(row.answer),
    error: parsed(row.error),
    settlesAt: row.settles_at,
    settlement: parsed<Settlement>(row.settlement),
    observation: parsed(row.observation),
    items: items.map((item) => ({ ...readSubmitted(item), ...readSeen(item), ...readExplained(item) })),
  };
}

type HeadRow = Pick<
  EntriesTable,
  'id' | 'project_id' | 'created_at' | 'actor' | 'request_id' | 'request_digest' | 'note' | 'repeats_id' | 'stage' | 'outcome' | 'version'
>;

function readHead(row: HeadRow, isOpen: boolean) {
  return {
    id: row.id,
    projectId: row.project_id,
    createdAt: row.created_at,
    actor: row.actor,
    requestId: row.request_id,
    requestDigest: row.request_digest,
    note: row.note,
    repeatsId: row.repeats_id,
    stage: row.stage,
    outcome: row.outcome,
    isOpen,
    version: row.version,
  };
}

/** What a list reads: everything short. */
export const SUMMARY_COLUMNS = [
  'id',
  'project_id',
  'type',
  'created_at',
  'actor',
  'stage',
  'outcome',
  'version',
  'group_name',
  'group_count',
  'item_count',
  'kind',
  'new_owner',
  'request_id',
  'request_digest',
  'repeats_id',
  'answered_at',
  'http_status',
  'error_code',
  'verdict',
  'observed',
  'note',
] as const;

export function readSummary(
  row: Pick<EntriesTable, (typeof SUMMARY_COLUMNS)[number]>,
  names: string[],
  failedCount: number,
  isOpen: boolean,
): EntrySummary {
  return {
    ...readHead(row, isOpen),
    type: row.type,
    group: groupOf(row.group_name),
    groupCount: row.group_count,
    itemCount: row.item_count,
    failedCount,
    names,
    kind: row.kind,
    newOwner: row.new_owner,
    httpStatus: row.http_status,
    errorCode: row.error_code,
    answeredAt: row.answered_at,
    verdict: row.verdict,
    observed: row.observed,
  };
}

export function readSubmitted(item: Omit<ItemsTable, 'entry_id' | 'position' | 'project_id'>): SubmittedItem {
  const { preflight, etag, size_bytes: sizeBytes, last_modified: lastModifiedMs, version_id: versionId } = item;
  return {
    name: item.name ?? '',
    path: item.path ?? '',
    obsUri: item.obs_uri ?? '',
    source: preflight === null ? null : { preflight, etag, sizeBytes, lastModifiedMs, versionId },
  };
}

export function readSeen(item: Pick<ItemsTable, 'status' | 'seen_at' | 'updated_at' | 'underlying_name' | 'took_ms'>): Seen {
  return {
    status: item.status,
    seenAt: item.seen_at,
    updatedAt: item.updated_at,
    underlyingName: item.underlying_name,
    tookMs: item.took_ms,
  };
}

export function readExplained({ error }: Pick<ItemsTable, 'error'>): Explained {
  const explanation = parsed<Explanation>(error);
  return explanation ? { explanation } : {};
}

function readOperationItem(item: ItemsTable): OperationItem {
  return {
    group: groupOf(item.group_name),
    name: item.name,
    state: item.state ?? 'waiting',
    wasGone: item.was_gone === 1,
    error: parsed(item.error),
  };
}

function readAttached(item: ItemsTable): AttachedItem {
  return { group: groupOf(item.group_name), ...readSubmitted(item), ...readSeen(item) };
}

export function isAttached(type: EntriesTable['type']): type is 'attach' | 'detach' {
  return type === 'attach' || type === 'detach';
}

export function readItems(type: EntriesTable['type'], items: readonly ItemsTable[]): Entry['items'] {
  if (isAttached(type)) return items.map(readAttached);
  if (type !== 'submission') return items.map(readOperationItem);
  return items.map((item) => ({ ...readSubmitted(item), ...readSeen(item), ...readExplained(item) }));
}

export function readEvent({ seq, at, type, position, data }: EventsTable): RecordedEvent {
  return { seq, at, type, position, data: parsed(data) ?? {} };
}

function parsed<T = JsonObject>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T); // written here, by JSON.stringify
}
