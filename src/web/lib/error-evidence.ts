/** The facts behind an error, for the details pane and for whoever is asked for help. Wire terms stay as they are. */
import { ApiError } from '../api/client.ts';

export interface ErrorEvidence {
  label: string;
  value: string;
}

export function evidenceLines(error: unknown): ErrorEvidence[] {
  if (!(error instanceof ApiError)) return [{ label: 'error', value: error instanceof Error ? error.message : String(error) }];
  const { upstream, issues = [] } = error.details ?? {};
  const service = error.code.startsWith('store_') ? 'OBS' : 'DLI';
  const lines: [string, string | number | null | undefined][] = [
    ['code', error.code],
    ['message', error.message],
    ['HTTP', error.status || null],
    ['request id', error.requestId],
    [`${service} call`, upstream?.call],
    [`${service} HTTP`, upstream?.httpStatus],
    ['error_code', upstream?.errorCode],
    ['error_msg', upstream?.errorMessage],
    [`${service} request id`, upstream?.requestId],
    ...issues.map(({ path, code }): [string, string] => [path, code]),
  ];
  return lines.flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ label, value: String(value) }],
  );
}
