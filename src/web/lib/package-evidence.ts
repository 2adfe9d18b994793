/** What is known of one package's upload, as lines for whoever is asked for help. Wire terms stay as they are, times are UTC. */
import type { ObjectSeen } from '../../contract/failures.ts';
import type { Package } from '../../contract/groups.ts';
import type { ErrorEvidence } from './error-evidence.ts';

export function packageEvidence(item: Package): ErrorEvidence[] {
  const { failure, upload } = item;
  const evidence = failure?.evidence;
  const lines: [string, string | null | undefined][] = [
    ['resource_name', item.name],
    ['group_name', item.group],
    ['status', item.rawStatus],
    ['update_time', time(item.updatedAt)],
    ['underlying_name', item.underlyingName],
    ['reason', failure && `${failure.reason} (${failure.certainty})`],
    ['region', failure?.region],
    ['path', evidence?.obsUri],
    ['submitted', time(evidence?.submittedAt)],
    ['submission', evidence?.submissionId],
    ['DLI request id', evidence?.requestId],
    ['object before', evidence && (evidence.before ? objectText(evidence.before) : 'not looked at')],
    ['object after', evidence?.after && objectText(evidence.after)],
    ['looked at', time(evidence?.after?.at)],
    ['uploading since', time(upload?.since)],
    ['usual', upload && `${upload.usualMs} ms (${upload.measured > 0 ? `p95 of ${upload.measured}` : 'no history'})`],
  ];
  return lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

export function evidenceText(lines: readonly ErrorEvidence[]): string {
  return lines.map(({ label, value }) => `${label}: ${value}`).join('\n');
}

function objectText({ result, etag, sizeBytes, lastModified }: ObjectSeen): string {
  const parts = [
    result,
    sizeBytes === null ? null : `${sizeBytes} bytes`,
    etag === null ? null : `ETag ${etag}`,
    lastModified === null ? null : `last modified ${time(lastModified)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function time(at: number | null | undefined): string | null {
  return typeof at === 'number' ? new Date(at).toISOString() : null;
}
