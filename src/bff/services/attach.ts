/** Paths that users give for packages whose path no submission tells, and take back. Nothing goes to DLI. */
import type { AttachRequest, Origin } from '../../contract/origins.ts';
import type { Clock } from '../../dli/clock.ts';
import { formatObsUri, parseObsPath } from '../../domain/obs-path.ts';
import type { AttachIntent } from '../../ledger/entry.ts';
import { LedgerError } from '../../ledger/errors.ts';
import { ApiError } from '../errors.ts';
import type { Projects } from '../projects.ts';
import { digestOf } from './idempotency.ts';
import type { SubmissionLedger } from './journal.ts';
import type { PackageModel } from './model.ts';
import type { Origins } from './origins.ts';
import type { OriginsTold } from './origins-told.ts';
import type { Preflight } from './preflight.ts';
import type { Snapshot, Snapshots } from './snapshots.ts';
import { sourceOf } from './submission-entries.ts';

export interface AttachCaller {
  projectId: string;
  requestId: string;
  signal: () => AbortSignal;
}

export interface Attach {
  /** @throws ApiError when nothing was kept */
  attach(caller: AttachCaller, wanted: AttachRequest): Promise<Origin>;
  detach(caller: AttachCaller, place: Pick<AttachRequest, 'group' | 'name'>): Promise<Origin | null>;
}

export interface AttachOptions {
  ledger: Pick<SubmissionLedger, 'begin'>;
  origins: Origins;
  originsOf: (projectId: string) => OriginsTold;
  snapshots: Snapshots;
  preflight: Preflight;
  projects: Projects;
  clock: Clock;
  user: string;
}

const LOOK_WITHIN_MS = 2_000;

export function createAttach(options: AttachOptions): Attach {
  const { ledger, origins, originsOf, snapshots, preflight, projects, clock } = options;

  /** The package as listed, and what is known of it. */
  async function find(projectId: string, { group, name }: Pick<AttachRequest, 'group' | 'name'>) {
    const snapshot = await snapshots.get(projectId);
    await origins.loading(snapshot);
    if (!origins.of(projectId)) throw new ApiError('ledger_unavailable', 'The ledger cannot be read now. Nothing was kept.');
    const item = packageIn(snapshot, group, name);
    if (!item) throw new ApiError('package_not_found', 'DLI lists no package of this name here.');
    return { item, readAt: snapshot.readAt, known: originsOf(projectId).package(item) };
  }

  async function keep(intent: AttachIntent, item: PackageModel): Promise<Origin | null> {
    try {
      const { entry } = await ledger.begin(intent, null);
      await origins.refresh(entry.id);
    } catch (error) {
      if (error instanceof LedgerError) throw new ApiError('ledger_unavailable', `${error.message} Nothing was kept.`);
      throw error;
    }
    return originsOf(intent.projectId).package(item) ?? null;
  }

  const begun = ({ projectId, requestId }: AttachCaller, body: object) => ({
    projectId,
    createdAt: clock.now(),
    actor: projects.of(projectId).user ?? options.user,
    requestId,
    requestDigest: digestOf(body),
    repeatsId: null,
  });

  return {
    async attach(caller, wanted) {
      const { group, name, path, note } = wanted;
      const { item, readAt, known } = await find(caller.projectId, wanted);
      if (known?.how === 'submitted' && !known.isChangedSince)
        throw new ApiError('path_known', 'The package was submitted from here: its path is known.');
      const parsed = parseObsPath(path);
      if (!parsed.ok) throw new ApiError('invalid_request', 'The path was refused.'); // the contract has checked it
      const obsUri = formatObsUri(parsed.path);
      if (known?.how === 'attached' && known.obsUri === obsUri && known.note === note && !known.isChangedSince) return known;
      const [looked] = await preflight.lookWithin(caller.projectId, [parsed.path], LOOK_WITHIN_MS, { signal: caller.signal() });
      const { status, updatedAt, underlyingName } = item;
      const seen = { status, seenAt: readAt, updatedAt, underlyingName, tookMs: null };
      const items: AttachIntent['items'] = [{ group, name, path, obsUri, source: sourceOf(looked ?? null), ...seen }];
      const kept = await keep({ ...begun(caller, wanted), type: 'attach', note, items }, item);
      if (!kept) throw new ApiError('ledger_unavailable', 'The path was kept, but cannot be read back now.');
      return kept;
    },

    async detach(caller, place) {
      const { item, known } = await find(caller.projectId, place);
      if (known?.how !== 'attached') return known ?? null;
      const nothing = { status: null, seenAt: null, updatedAt: null, underlyingName: null, tookMs: null };
      const items: AttachIntent['items'] = [{ ...place, path: '', obsUri: '', source: null, ...nothing }];
      return keep({ ...begun(caller, place), type: 'detach', note: null, items }, item);
    },
  };
}

function packageIn({ model }: Snapshot, group: string | null, name: string): PackageModel | undefined {
  return group === null ? model.ungroupedByName.get(name) : model.groupByName.get(group)?.packageByName.get(name);
}
