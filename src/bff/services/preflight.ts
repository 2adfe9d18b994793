/**
 * Looks at objects for the console, sparing the store: one look per object however many ask, a few at a time per project,
 * and an answer is good for a moment. A look that nobody waits for any more is given up.
 */
import type { Clock } from '../../dli/clock.ts';
import { type ObjectRef, type ObjectStat, type ObjectStoreCode, ObjectStoreError } from '../../obs/object-store.ts';
import type { Projects } from '../projects.ts';
import { createLanes } from './lanes.ts';

/** What the store said; never thrown, since a problem is part of the answer. */
export type Looked = { stat: ObjectStat } | { stat: null; code: ObjectStoreCode; region: string | null };

export interface LookOptions {
  signal: AbortSignal;
  /** Past what is remembered and what is under way. */
  fresh?: boolean;
}

export interface Preflight {
  /** Null when the signal aborts first. */
  look(projectId: string, ref: ObjectRef, options: LookOptions): Promise<Looked | null>;
  /** Many at once, for as long as it may take: null for each that is not known by then. */
  lookWithin(projectId: string, refs: readonly ObjectRef[], withinMs: number, options: LookOptions): Promise<(Looked | null)[]>;
  /** The last answer, however old; null where there is none in memory. */
  remembered(projectId: string, ref: ObjectRef): Looked | null;
  dispose(): void;
}

export const DEFAULT_PREFLIGHT_LIMITS = {
  /** Looks at a time, per project: fifty objects at 50 ms each take 0.2 s. */
  atOnce: 16,
  goodForMs: 30_000,
  /** Somebody may be putting it right at this moment. */
  failureGoodForMs: 2_000,
  remembered: 5_000,
};
/** A store that asks to be left alone is, but not for longer than this. */
const LONGEST_HOLD_MS = 30_000;

interface Flight {
  looked: Promise<Looked | null>;
  waiting: number;
  stop: AbortController;
}

export interface PreflightOptions {
  projects: Projects;
  clock: Clock;
  limits?: Partial<typeof DEFAULT_PREFLIGHT_LIMITS>;
}

export function createPreflight({ projects, clock, limits: given }: PreflightOptions): Preflight {
  const limits = { ...DEFAULT_PREFLIGHT_LIMITS, ...given };
  const lanes = createLanes(limits.atOnce);
  const flights = new Map<string, Flight>();
  /** In the order of their age. */
  const answers = new Map<string, { looked: Looked; untilMs: number }>();

  function scopeOf(projectId: string): string {
    return `${projects.of(projectId).dli.credentialScope}\n${projectId}`;
  }

  function remember(key: string, looked: Looked, forMs: number): Looked {
    answers.delete(key);
    answers.set(key, { looked, untilMs: clock.now() + forMs });
    for (const oldest of answers.keys()) {
      if (answers.size <= limits.remembered) break;
      answers.delete(oldest);
    }
    return looked;
  }

  function begin(projectId: string, scope: string, key: string, ref: ObjectRef): Flight {
    const stop = new AbortController();
    const { obs } = projects.of(projectId);
    const flight: Flight = { waiting: 0, stop, looked: Promise.resolve(null) };
    const end = (looked: Looked, forMs: number): Looked | null => {
      if (stop.signal.aborted) return null;
      // A newer look was asked for meanwhile, and its answer is the one to keep.
      if (flights.get(key) !== flight) return looked;
      flights.delete(key);
      return remember(key, looked, forMs);
    };
    flight.looked = lanes
      .run(scope, stop.signal, () => obs.head(ref, stop.signal))
      .then(
        (stat) => end({ stat }, limits.goodForMs),
        (error: unknown) => {
          const { code, region, retryAfterMs } =
            error instanceof ObjectStoreError ? error : { code: 'store_failed' as const, region: null, retryAfterMs: null };
          const forMs = Math.min(LONGEST_HOLD_MS, Math.max(limits.failureGoodForMs, retryAfterMs ?? 0));
          return end({ stat: null, code, region }, forMs);
        },
      );
    flights.set(key, flight);
    return flight;
  }

  async function wait(key: string, flight: Flight, signal: AbortSignal): Promise<Looked | null> {
    flight.waiting++;
    const left = Promise.withResolvers<null>();
    const leave = () => left.resolve(null);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.looked, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      if (--flight.waiting === 0 && signal.aborted) {
        if (flights.get(key) === flight) flights.delete(key);
        flight.stop.abort();
      }
    }
  }

  async function look(projectId: string, ref: ObjectRef, { signal, fresh = false }: LookOptions): Promise<Looked | null> {
    if (signal.aborted) return null;
    const scope = scopeOf(projectId);
    const key = keyOf(scope, ref);
    const known = answers.get(key);
    if (!fresh && known && clock.now() < known.untilMs) return known.looked;
    const running = fresh ? undefined : flights.get(key);
    return wait(key, running ?? begin(projectId, scope, key, ref), signal);
  }

  return {
    look,
    async lookWithin(projectId, refs, withinMs, { signal, fresh = false }) {
      const late = new AbortController();
      const cancel = clock.after(withinMs, () => late.abort());
      try {
        const either = AbortSignal.any([signal, late.signal]);
        return await Promise.all(refs.map((ref) => look(projectId, ref, { signal: either, fresh })));
      } finally {
        cancel();
      }
    },
    remembered: (projectId, ref) => answers.get(keyOf(scopeOf(projectId), ref))?.looked ?? null,
    dispose() {
      for (const { stop } of flights.values()) stop.abort();
      flights.clear();
      answers.clear();
    },
  };
}

function keyOf(scope: string, { bucket, key }: ObjectRef): string {
  return `${scope}\n${bucket}\n${key}`;
}
