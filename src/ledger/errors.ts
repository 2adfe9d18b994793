/**
 * What can go wrong with the ledger, in the words its callers act on: the engines' own codes stop here.
 */

/**
 * `unavailable`: nothing was stored, or nobody can say (full disk, locked, connection gone): 503, and nothing goes out.
 * `conflict`: the entry is past this step, or was changed meanwhile. `key_reused`: the idempotency key came before with
 * another request. `not_found`: no such entry. `newer_schema`: a newer Groupage has written here. `in_use`, `not_empty`
 * and `bad_backup` come from restoring alone.
 */
export type LedgerProblem =
  | 'unavailable'
  | 'conflict'
  | 'key_reused'
  | 'not_found'
  | 'newer_schema'
  | 'in_use'
  | 'not_empty'
  | 'bad_backup';

export class LedgerError extends Error {
  readonly problem: LedgerProblem;

  constructor(problem: LedgerProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'LedgerError';
    this.problem = problem;
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const SQLITE_CONSTRAINT = 19;
const SQLITE_REASONS: Record<number, string> = {
  5: 'another process holds it',
  6: 'another process holds it',
  8: 'it may only be read',
  10: 'the disk failed',
  11: 'the file is damaged',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  26: 'the file is no database',
};

/** Any error of a statement as a `LedgerError`. One that nobody foresaw counts as unavailable: what was not stored must not go out. */
export function toLedgerError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const isConstraint = isSqliteError(error) ? (error.errcode & 0xff) === SQLITE_CONSTRAINT : sqlState(error).startsWith('23');
  if (isConstraint) return new LedgerError('conflict', 'The ledger holds something that rules this out.', error);
  return new LedgerError('unavailable', `The ledger cannot be used now: ${reasonOf(error)}.`, error);
}

function reasonOf(error: unknown): string {
  if (isSqliteError(error)) return SQLITE_REASONS[error.errcode & 0xff] ?? error.errstr;
  const state = sqlState(error);
  if (state === '53100') return 'the disk is full';
  if (state === '25006') return 'it may only be read';
  if (state.startsWith('28')) return 'PostgreSQL refuses these credentials';
  if (state.startsWith('57P')) return 'PostgreSQL is stopping or starting';
  if (state !== '') return `PostgreSQL says ${state}`;
  return error instanceof Error && 'code' in error ? String(error.code) : 'the connection is gone';
}

function isSqliteError(error: unknown): error is Error & { errcode: number; errstr: string } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** PostgreSQL's five characters; '' where the error is not the server's. By its shape: `pg` is loaded only where it is used. */
function sqlState(error: unknown): string {
  const isServers = error instanceof Error && 'severity' in error && 'code' in error;
  return isServers ? String(error.code) : '';
}
