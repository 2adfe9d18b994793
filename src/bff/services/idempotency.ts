/**
 * One key, one piece of work: whoever brings the key again, also while the work goes on, gets what it came to. A key
 * whose work failed before anything was sent is free again, since repeating it repeats nothing.
 */
import { createHash } from 'node:crypto';
import { IDEMPOTENCY_HEADER } from '../../contract/define.ts';
import type { Clock } from '../../dli/clock.ts';
import { ApiError } from '../errors.ts';

export interface Idempotency<T> {
  /** @throws ApiError `idempotency_key_missing`, `idempotency_key_reused`, or what the work throws */
  once(scope: string, key: string | null, body: unknown, work: () => Promise<T>): Promise<T>;
}

export interface IdempotencyOptions {
  clock: Clock;
  keepMs?: number;
  maxKept?: number;
}

interface Kept<T> {
  fingerprint: string;
  work: Promise<T>;
  atMs: number;
}

const DAY_MS = 86_400_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Of a body that its schema parsed: equal requests have equal text then, whatever order their fields came in. */
export function digestOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64');
}

export function createIdempotency<T>({ clock, keepMs = DAY_MS, maxKept = 5_000 }: IdempotencyOptions): Idempotency<T> {
  const kept = new Map<string, Kept<T>>();

  /** In order of arrival, so the oldest stand first. */
  function prune(): void {
    for (const [id, { atMs }] of kept) {
      if (kept.size < maxKept && clock.now() - atMs < keepMs) break;
      kept.delete(id);
    }
  }

  return {
    async once(scope, key, body, work) {
      if (key === null || key === '') throw new ApiError('idempotency_key_missing', `The request lacks the ${IDEMPOTENCY_HEADER} header.`);
      if (!KEY.test(key)) {
        const issues = [{ path: `headers.${IDEMPOTENCY_HEADER}`, code: 'invalid_format' }];
        throw new ApiError('invalid_request', `The ${IDEMPOTENCY_HEADER} header is not 1 to 255 visible characters.`, {
          details: { issues },
        });
      }
      const id = `${scope}\n${key}`;
      const fingerprint = digestOf(body);
      const known = kept.get(id);
      if (known && known.fingerprint !== fingerprint) {
        throw new ApiError('idempotency_key_reused', 'This key came before with another body.');
      }
      if (known) return known.work;
      prune();
      const entry = { fingerprint, work: work(), atMs: clock.now() };
      kept.set(id, entry);
      entry.work.catch(() => {
        if (kept.get(id) === entry) kept.delete(id);
      });
      return entry.work;
    },
  };
}
