/** Which objects can be looked at: nothing but listings and one HEAD. */
import { formatObsUri, type ObsPath } from '../domain/obs-path.ts';
import { type ObjectRef, type ObjectStore, ObjectStoreError } from '../obs/object-store.ts';
import { findingOf } from './findings.ts';
import { failed, needs, type Outcome, ok, type Params, STEP_WITHIN_MS, skipped, type Tell, timed, toStep, warned } from './steps.ts';

const BUCKETS_TRIED = 5;

export interface LookOptions {
  /** The one to look at; without it, the first that is found. */
  object: ObjectRef | null;
  region: string;
  params: Params;
}

/** Tells of two steps: the list of buckets, and one object. */
export async function lookAtObjects(store: ObjectStore, { object, region, params }: LookOptions, tell: Tell): Promise<void> {
  const about = { ...params, service: 'OBS' };
  const { result: listed, ms } = await timed(() => within((signal) => store.listBuckets(signal), about));
  const buckets = bucketsOutcome(listed);
  tell(toStep('buckets', null, ms, buckets));
  const names = 'value' in listed ? listed.value.flatMap((one) => ((one.region ?? region) === region ? [one.name] : [])) : null;
  if (object === null && names === null) {
    return tell(toStep('object', null, 0, buckets.state === 'warned' ? skipped('no_object') : needs('buckets')));
  }
  const { result, ms: objectMs } = await timed(() =>
    within((signal) => (object ? headOf(store, object, signal) : findOne(store, names ?? [], signal)), about),
  );
  tell(toStep('object', null, objectMs, 'value' in result ? result.value : nameObject(result.outcome, object)));
}

type Tried<T> = { value: T } | { outcome: Outcome };

async function within<T>(work: (signal: AbortSignal) => Promise<T>, about: Params & { service: string }): Promise<Tried<T>> {
  const signal = AbortSignal.timeout(STEP_WITHIN_MS);
  try {
    return { value: await work(signal) };
  } catch (error) {
    if (signal.aborted) return { outcome: failed('call_timeout', about) };
    return { outcome: findingOf(error, about) };
  }
}

/** Submissions name their objects themselves: a list of buckets is a comfort. */
function bucketsOutcome(listed: Tried<readonly unknown[]>): Outcome {
  if ('value' in listed) return ok('buckets_listed', { buckets: listed.value.length });
  const { outcome } = listed;
  return outcome.code === 'object_denied' ? warned('buckets_denied', outcome.params, outcome.answer) : outcome;
}

async function headOf(store: ObjectStore, ref: ObjectRef, signal: AbortSignal): Promise<Outcome> {
  const { sizeBytes } = await store.head(ref, signal);
  return ok('object_found', { path: pathOf(ref), bytes: sizeBytes });
}

async function findOne(store: ObjectStore, buckets: readonly string[], signal: AbortSignal): Promise<Outcome> {
  let refused: unknown = null;
  for (const bucket of buckets.slice(0, BUCKETS_TRIED)) {
    try {
      const { objects } = await store.listObjects(bucket, { limit: 50 }, signal);
      const found = objects.find(({ key }) => !key.endsWith('/'));
      if (found) return await headOf(store, { bucket, key: found.key }, signal);
    } catch (error) {
      if (!(error instanceof ObjectStoreError) || (error.code !== 'denied' && error.code !== 'wrong_region')) throw error;
      if (error.code === 'denied') refused = error;
    }
  }
  if (refused !== null) throw refused;
  return skipped('no_object');
}

function nameObject(outcome: Outcome, object: ObjectRef | null): Outcome {
  return object ? { ...outcome, params: { ...outcome.params, path: pathOf(object) } } : outcome;
}

function pathOf({ bucket, key }: Pick<ObsPath, 'bucket' | 'key'>): string {
  return formatObsUri({ bucket, key });
}
