/** Entries as rows of a table, one for each item. Cells are plain: whoever writes them as text makes them safe for spreadsheets. */
import type { FullEntry } from './read.ts';

type Cell = string | number | boolean | null;

export const LEDGER_COLUMNS = [
  'id',
  'created_at',
  'project_id',
  'type',
  'actor',
  'stage',
  'outcome',
  'verdict',
  'observed',
  'kind',
  'is_async',
  'new_owner',
  'note',
  'repeats',
  'request_id',
  'request_digest',
  'sent_at',
  'answered_at',
  'http_status',
  'error_code',
  'upstream_request_id',
  'group',
  'name',
  'path',
  'obs_uri',
  'preflight',
  'etag',
  'size_bytes',
  'last_modified',
  'version_id',
  'status',
  'seen_at',
  'took_ms',
  'update_time',
  'underlying_name',
  'item_state',
  'was_gone',
  'failure',
  'failure_is_likely',
] as const;

export function rowsOf({ entry }: FullEntry): Cell[][] {
  const submission = entry.type === 'submission' ? entry : null;
  const head = [
    entry.id,
    time(entry.createdAt),
    entry.projectId,
    entry.type,
    entry.actor,
    entry.stage,
    entry.outcome,
    submission?.settlement?.verdict ?? null,
    submission?.observation?.how ?? null,
    submission?.kind ?? null,
    submission?.isAsync ?? null,
    'newOwner' in entry ? entry.newOwner : null,
    entry.note,
    entry.repeatsId,
    entry.requestId,
    entry.requestDigest,
    time(submission?.sentAt ?? null),
    time(submission ? submission.answeredAt : 'finishedAt' in entry ? entry.finishedAt : entry.createdAt),
    submission?.httpStatus ?? null,
    submission?.errorCode ?? null,
    submission?.upstreamRequestId ?? null,
  ];
  if ('newOwner' in entry) {
    const nothing = Array<null>(12).fill(null);
    return entry.items.map((item) => [...head, item.group, item.name, ...nothing, item.state, item.wasGone, null, null]);
  }
  return entry.items.map(({ name, path, obsUri, source, ...seen }) => [
    ...head,
    'group' in seen ? seen.group : (submission?.group ?? null),
    name,
    path,
    obsUri,
    source?.preflight ?? null,
    source?.etag ?? null,
    source?.sizeBytes ?? null,
    time(source?.lastModifiedMs ?? null),
    source?.versionId ?? null,
    seen.status,
    time(seen.seenAt),
    seen.tookMs,
    time(seen.updatedAt),
    seen.underlyingName,
    null,
    null,
    'explanation' in seen ? (seen.explanation?.reason ?? null) : null,
    'explanation' in seen ? (seen.explanation?.isLikely ?? null) : null,
  ]);
}

const LAST_TIME_MS = 8.64e15;

function time(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > LAST_TIME_MS ? null : new Date(ms).toISOString();
}
