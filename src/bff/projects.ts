/** The projects this server serves, and what each call for one goes through: whose credentials, which region, which objects. */
import type { ConnectionStep } from '../contract/connection.ts';
import type { DliClient } from '../dli/client.ts';
import type { ObjectRef, ObjectStore } from '../obs/object-store.ts';
import { ApiError, toApiError } from './errors.ts';

export interface Upstream {
  dli: DliClient;
  obs: Pick<ObjectStore, 'head' | 'listBuckets' | 'listObjects'>;
  /** Whose OBS host is sent to DLI. */
  region: string;
  /** Whose name submissions carry, where it is not the session's. */
  user?: string;
  /** Tries the way to it and tells each step once it has come to something; rejects only for a mistake of our own. */
  diagnose?: (how: { projectId: string; object: ObjectRef | null; onStep: (step: ConnectionStep) => void }) => Promise<unknown>;
}

/** A project whose id IAM has to be asked for; nobody answered when the console started. */
export interface WaitingProject {
  /** What is known by now. Asks again, where it is time to. */
  current(): { id: string; upstream: Upstream } | null;
  /** What went wrong when it was last asked for. */
  lastError(): unknown;
  /** Finds out what is in the way; needs no id. */
  diagnose: NonNullable<Upstream['diagnose']>;
}

export interface Projects {
  /** @throws ApiError project_not_found, or project_unresolved */
  of(projectId: string): Upstream;
  /** The id that DLI knows it by: another one where the console started before IAM told it. @throws as `of` does */
  idOf(projectId: string): string;
  /** Good for a project without its id as well. @throws ApiError project_not_found */
  diagnosisOf(projectId: string): Upstream['diagnose'];
}

/** The local cloud knows no list of projects: whatever legal id is asked for is one. */
export function everyProject(upstream: Upstream): Projects {
  return { of: () => upstream, idOf: (projectId) => projectId, diagnosisOf: () => upstream.diagnose };
}

/** Those that were configured, by id, and no others. `waiting`: by the name that stands in for the id. */
export function listedProjects(
  upstreams: ReadonlyMap<string, Upstream>,
  waiting: ReadonlyMap<string, WaitingProject> = new Map(),
): Projects {
  function find(projectId: string): { id: string; upstream: Upstream } {
    const upstream = upstreams.get(projectId);
    if (upstream) return { id: projectId, upstream };
    const late = waiting.get(projectId);
    if (!late) {
      // By the id that was found since.
      const known = [...waiting.values()].map((one) => one.current()).find((one) => one?.id === projectId);
      if (known) return known;
      throw new ApiError('project_not_found', 'This console is not set up for the project.');
    }
    const found = late.current();
    if (!found) throw unresolved(late.lastError());
    return found;
  }

  return {
    of: (projectId) => find(projectId).upstream,
    idOf: (projectId) => find(projectId).id,
    diagnosisOf: (projectId) => waiting.get(projectId)?.diagnose ?? find(projectId).upstream.diagnose,
  };
}

const ASK_AGAIN_MS = 2_000;

function unresolved(why: unknown): ApiError {
  const { upstream } = toApiError(why).options.details ?? {};
  const message = 'The id of the project is not known yet: IAM could not be asked for it.';
  return new ApiError('project_unresolved', message, { retryAfterMs: ASK_AGAIN_MS, ...(upstream ? { details: { upstream } } : {}) });
}
