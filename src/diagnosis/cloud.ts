/**
 * Why a project of Huawei Cloud cannot be reached, or that it can: every step from the configuration to one object. The same
 * for the Check connection screen and `npm run doctor`. Reads alone; a user's password is exchanged for a token as always.
 */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ConnectionStep } from '../contract/connection.ts';
import type { Cloud } from '../dli/cloud.ts';
import type { CredentialSource } from '../dli/credential-source.ts';
import type { ObjectRef, ObjectStore } from '../obs/object-store.ts';
import { checkClock } from './clock.ts';
import { lookAtObjects } from './objects.ts';
import { reach } from './reach.ts';
import { signIn } from './sign-in.ts';
import { failed, needs, type Outcome, ok, type Service, STEP_WITHIN_MS, timed, toStep } from './steps.ts';

/** A project as configured. */
export interface DiagnosisTarget {
  region: string;
  source: CredentialSource;
  cloud: Pick<Cloud, 'endpoints'>;
  /** An address, or `file:///folder`. */
  obsEndpoint: string;
  objectsOf(projectId: string, how: { keys: Cloud['keys']; timeoutMs: number; maxTries: number }): ObjectStore;
}

export interface DiagnosisOptions {
  /** Where the proxy is named. */
  env: Record<string, string | undefined>;
  object?: ObjectRef | null;
}

export async function diagnoseCloud(target: DiagnosisTarget, { env, object = null }: DiagnosisOptions): Promise<ConnectionStep[]> {
  const { source, region, cloud, obsEndpoint } = target;
  const { dli, iam } = cloud.endpoints;
  const params = { variables: source.variables.join(', '), region, name: source.projectName };
  const needsIam = source.login.kind === 'password' || source.projectId === null;

  const ways = await Promise.all([
    reach({ service: 'dli', endpoint: dli, setting: 'GROUPAGE_DLI_ENDPOINT', env }),
    reach({ service: 'iam', endpoint: iam, setting: 'GROUPAGE_IAM_ENDPOINT', env }).then((steps) => (needsIam ? steps : asWarnings(steps))),
    obsEndpoint.startsWith('file:')
      ? reachFolder(fileURLToPath(obsEndpoint))
      : reach({ service: 'obs', endpoint: obsEndpoint, setting: 'GROUPAGE_OBS_ENDPOINT', env }),
  ]);
  const way = ways.flat();
  const isOpen = (service: Service) =>
    way.every((step) => step.service !== service || step.state === 'ok' || step.found.code === 'plain_http');

  const asked = (['dli', 'iam'] as const).find(isOpen);
  const { result: clock, ms: clockMs } = await timed(async () =>
    asked ? checkClock(cloud.endpoints[asked], asked.toUpperCase()) : needs('reach', 'dli'),
  );
  const { result: signedIn, ms: signInMs } = await timed(() =>
    signIn({ source, endpoints: { dli, iam }, isOpen, isClockOff: clock.state === 'failed', params }),
  );
  const objects = await objectSteps(target, signedIn, isOpen('obs'), object);
  return withoutKey(source, [
    toStep('configuration', null, 0, ok('configured', params)),
    ...way,
    toStep('clock', null, clockMs, clock),
    // Told from the same calls: the time stands with the first.
    toStep('credentials', null, signInMs, signedIn.credentials),
    toStep('project', null, 0, signedIn.project),
    toStep('packages', null, 0, signedIn.packages),
    ...objects,
  ]);
}

async function objectSteps(
  { objectsOf, region, source }: DiagnosisTarget,
  { cloud, projectId, credentials, project }: Awaited<ReturnType<typeof signIn>>,
  isOpen: boolean,
  object: ObjectRef | null,
): Promise<ConnectionStep[]> {
  if (!isOpen || projectId === null) {
    const why = !isOpen ? needs('reach', 'obs') : needs(project.state === 'failed' ? 'project' : 'credentials');
    return [toStep('buckets', null, 0, why), toStep('object', null, 0, why)];
  }
  if (credentials.state === 'failed')
    return [toStep('buckets', null, 0, needs('credentials')), toStep('object', null, 0, needs('credentials'))];
  const store = objectsOf(projectId, { keys: cloud.keys, timeoutMs: STEP_WITHIN_MS, maxTries: 1 });
  const looked = await lookAtObjects(store, { object, region, params: { variables: source.variables.join(', '), region } });
  return [
    toStep('buckets', null, looked.buckets.ms, looked.buckets.outcome),
    toStep('object', null, looked.object.ms, looked.object.outcome),
  ];
}

/** IAM is not needed by who signs and was given the project's id. */
function asWarnings(steps: ConnectionStep[]): ConnectionStep[] {
  return steps.map((step) => (step.state === 'failed' ? { ...step, state: 'warned' as const } : step));
}

async function reachFolder(folder: string): Promise<ConnectionStep[]> {
  const { result, ms } = await timed(() => lookAtFolder(folder));
  return [toStep('reach', 'obs', ms, result)];
}

async function lookAtFolder(folder: string): Promise<Outcome> {
  const found = await stat(folder).catch(() => null);
  return found?.isDirectory() ? ok('folder_there', { folder }) : failed('folder_missing', { folder, setting: 'GROUPAGE_OBS_ENDPOINT' });
}

/** Gateways repeat the access key that they refuse: its end is enough to know it by. */
function withoutKey({ login }: CredentialSource, steps: ConnectionStep[]): ConnectionStep[] {
  if (login.kind !== 'keys') return steps;
  const { accessKey } = login;
  const shown = `…${accessKey.slice(-4)}`;
  return steps.map(({ answer, ...step }) => ({
    ...step,
    answer: answer && { ...answer, errorMessage: answer.errorMessage?.replaceAll(accessKey, shown) ?? null },
  }));
}
