/** The projects this server serves, and what each call for one goes through: whose credentials, which region, which objects. */
import type { ConnectionStep } from '../contract/connection.ts';
import type { DliClient } from '../dli/client.ts';
import type { ObjectRef, ObjectStore } from '../obs/object-store.ts';
import { ApiError } from './errors.ts';

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

export interface Projects {
  /** @throws ApiError project_not_found */
  of(projectId: string): Upstream;
}

/** The local cloud knows no list of projects: whatever legal id is asked for is one. */
export function everyProject(upstream: Upstream): Projects {
  return { of: () => upstream };
}

/** Those that were configured, by id, and no others. */
export function listedProjects(upstreams: ReadonlyMap<string, Upstream>): Projects {
  return {
    of(projectId) {
      const upstream = upstreams.get(projectId);
      if (!upstream) throw new ApiError('project_not_found', 'This console is not set up for the project.');
      return upstream;
    },
  };
}
