/** How many packages a project has and may have, asked at most once a minute. It is told beside other things: failing, it is unknown. */
import type { Logger } from 'pino';
import type { Quota } from '../../contract/tags.ts';
import type { Clock } from '../../dli/clock.ts';
import { DliError } from '../../dli/errors.ts';
import type { WireQuotas } from '../../dli/wire.ts';
import type { Projects } from '../projects.ts';

export interface QuotaService {
  /** Never rejects for what DLI does. */
  get(projectId: string): Promise<Quota>;
}

export interface QuotaOptions {
  projects: Projects;
  clock: Clock;
  log: Logger;
  /** Changes with every submission of the project, after which the figures are read again. */
  versionOf: (projectId: string) => number;
}

const KEPT_MS = 60_000;
/** Soon asked again: somebody waits for the figures. */
const FAILURE_KEPT_MS = 2_000;
const PROJECTS_MAX = 1_000;
/** The type of package quotas (dli_02_0503). */
const PACKAGES = 'SL_PKG_RESOURCE';

export function createQuota({ projects, clock, log, versionOf }: QuotaOptions): QuotaService {
  const kept = new Map<string, { quota: Promise<Quota>; atMs: number; version: number; forMs: number }>();

  async function read(projectId: string): Promise<Quota> {
    try {
      return packagesIn((await projects.of(projectId).dli.getQuotas(projectId)).data);
    } catch (error) {
      if (!(error instanceof DliError)) throw error;
      const { problem, httpStatus, errorCode, requestId } = error;
      log.info({ problem, httpStatus, errorCode, upstreamRequestId: requestId }, 'the quota of packages could not be read');
      return { used: null, allowed: null };
    }
  }

  return {
    get(projectId) {
      const key = `${projects.of(projectId).dli.credentialScope}\n${projectId}`;
      const version = versionOf(projectId);
      const known = kept.get(key);
      if (known && known.version === version && clock.now() - known.atMs < known.forMs) return known.quota;
      if (kept.size >= PROJECTS_MAX) kept.clear();
      const entry = { quota: read(projectId), atMs: clock.now(), version, forMs: KEPT_MS };
      kept.set(key, entry);
      void entry.quota.then(({ used, allowed }) => {
        if (used === null && allowed === null) Object.assign(entry, { forMs: FAILURE_KEPT_MS, atMs: clock.now() });
      });
      return entry.quota;
    },
  };
}

/** No quota is told as -1 by some services of Huawei; whatever is no count is unknown. */
function packagesIn({ quotas }: WireQuotas): Quota {
  const packages = quotas?.resources?.find(({ type }) => type?.toUpperCase() === PACKAGES);
  const count = (value: number | null | undefined) => (typeof value === 'number' && value >= 0 ? value : null);
  return { used: count(packages?.used), allowed: count(packages?.quota) };
}
