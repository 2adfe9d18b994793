/** The id of a project that was configured by its name: asked of IAM at the start, and again for as long as that does not answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Upstream, WaitingProject } from './bff/projects.ts';
import { describeSkew } from './dli/clock-skew.ts';
import type { CredentialSource } from './dli/credential-source.ts';
import type { CredentialLog } from './dli/credentials.ts';
import { DliError, type DliProblem } from './dli/errors.ts';
import type { ConfiguredProject } from './upstreams.ts';

/** Whoever starts the console is not kept waiting for longer; the question goes on. */
const LOOK_UP_WITHIN_MS = 5_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** IAM's own no is a mistake of whoever set it up; whatever else goes wrong may pass. */
const IAM_NO: ReadonlySet<DliProblem> = new Set(['refused', 'unauthorized', 'forbidden', 'not_found', 'quota']);

/** `mistake`: why it cannot be had; `why`: why it cannot be had yet. */
export async function lookUp({ name, source, cloud }: ConfiguredProject): Promise<{ id?: string; mistake?: string; why?: string }> {
  const late = Symbol('late');
  try {
    const id = await Promise.race([cloud.projectId(), sleep(LOOK_UP_WITHIN_MS, late, { ref: false })]);
    if (id !== late) return { id };
    return { why: `IAM at ${cloud.endpoints.iam} did not answer within ${LOOK_UP_WITHIN_MS / 1000} s` };
  } catch (error) {
    if (!(error instanceof DliError)) throw error;
    const why = whyNot(error, source, cloud.endpoints.iam);
    return IAM_NO.has(error.problem) ? { mistake: unresolved(name, why) } : { why };
  }
}

function unresolved(name: string, why: string): string {
  return `The id of project ${name} could not be looked up: ${why}. Given as HW_PROJECT_ID, or "projectId" in GROUPAGE_PROJECTS, it is not asked for.`;
}

function whyNot({ problem, httpStatus, errorMessage, clockSkewMs }: DliError, source: CredentialSource, iam: string): string {
  const words = errorMessage ? ` ("${errorMessage}")` : '';
  const skew = clockSkewMs === null ? '' : `; ${describeSkew(clockSkewMs)}`;
  switch (problem) {
    case 'unauthorized':
      return `IAM did not accept the credentials from ${source.variables.join(', ')}${words}${skew}`;
    case 'forbidden':
      return `these credentials may not list projects${words}`;
    case 'not_found':
      return `IAM knows no enabled project named ${source.projectName} for these credentials`;
    case 'not_sent':
    case 'lost':
      return `IAM at ${iam} could not be reached`;
    case 'timeout':
      return `IAM at ${iam} did not answer in time`;
    default:
      return `IAM at ${iam} answered ${httpStatus ?? 'nothing readable'}${words}`;
  }
}

/** Asks again while somebody looks: 2 s after the first failure, then ever later, up to 30 s. */
export function waitFor(
  { name, cloud }: ConfiguredProject,
  upstreamOf: (id: string) => Upstream,
  diagnose: WaitingProject['diagnose'],
  log: CredentialLog,
): WaitingProject {
  let found: ReturnType<WaitingProject['current']> = null;
  let error: unknown = null;
  let isAsking = false;
  let pauseMs = FIRST_PAUSE_MS;
  let nextAtMs = 0;

  async function ask(): Promise<void> {
    isAsking = true;
    try {
      const id = await cloud.projectId();
      found = { id, upstream: upstreamOf(id) };
      log.info({ project: name, projectId: id }, 'the id of a project was found');
    } catch (thrown) {
      error = thrown;
      nextAtMs = Date.now() + pauseMs;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    } finally {
      isAsking = false;
    }
  }

  return {
    current() {
      // A clock that was set back must not keep it from being asked.
      const isTime = Date.now() >= nextAtMs || nextAtMs - Date.now() > LONGEST_PAUSE_MS;
      if (!found && !isAsking && isTime) void ask();
      return found;
    },
    lastError: () => error,
    diagnose,
  };
}
