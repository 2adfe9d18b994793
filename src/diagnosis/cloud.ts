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
import { failed, needs, type Outcome, ok, type Service, STEP_WITHIN_MS, type Tell, timed, toStep } from './steps.ts';

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
  /** To be looked at in place of the first that is found. */
  object?: ObjectRef | null;
  onStep?: Tell;
}

export async function diagnoseCloud(target: DiagnosisTarget, { env, object = null, onStep }: DiagnosisOptions): Promise<ConnectionStep[]> {
  const { source, region, cloud, obsEndpoint } = target;
  const { dli, iam } = cloud.endpoints;
  const params = { variables: source.variables.join(', '), region, name: source.projectName };
  const needsIam = source.login.kind === 'password' || source.projectId === null;

  const steps: ConnectionStep[] = [];
  const tell: Tell = (step) => {
    const safe = withoutKey(source, step);
    steps.push(safe);
    onStep?.(safe);
  };
  tell(toStep('configuration', null, 0, ok('configured', params)));
  const ways = [
    reach({ service: 'dli', endpoint: dli, setting: 'GROUPAGE_DLI_ENDPOINT', env }),
    reach({ service: 'iam', endpoint: iam, setting: 'GROUPAGE_IAM_ENDPOINT', env }).then((steps) => (needsIam ? steps : asWarnings(steps))),
    obsEndpoint.startsWith('file:')
      ? reachFolder(fileURLToPath(obsEndpoint))
      : reach({ service: 'obs', endpoint: obsEndpoint, setting: 'GROUPAGE_OBS_ENDPOINT', env }),
  ];
  // Tried at the same time, told in their order.
  const reaching = Promise.all(ways);
  reaching.catch(() => {});
  for (const way of ways) for (const step of await way) tell(step);
  const way = (await reaching).flat();
  const obstacle = (service: Service) =>
    way.find((step) => step.service === service && step.state !== 'ok' && step.found.code !== 'plain_http');
  const isOpen = (service: Service) => obstacle(service) === undefined;
  const needsWay = (service: Service) => needs(obstacle(service)?.id ?? 'reach', service);

  const asked = (['dli', 'iam'] as const).find(isOpen);
  const { result: clock, ms: clockMs } = await timed(async () =>
    asked ? checkClock(cloud.endpoints[asked], asked.toUpperCase()) : needsWay('dli'),
  );
  tell(toStep('clock', null, clockMs, clock));
  const { result: signedIn, ms: signInMs } = await timed(() =>
    signIn({ source, endpoints: { dli, iam }, isOpen, needsWay, isClockOff: clock.state === 'failed', params }),
  );
  // Told from the same calls: the time stands with the first.
  tell(toStep('credentials', null, signInMs, signedIn.credentials));
  tell(toStep('project', null, 0, signedIn.project));
  tell(toStep('packages', null, 0, signedIn.packages));
  await objectSteps(target, { signedIn, closed: isOpen('obs') ? null : needsWay('obs'), object, tell });
  return steps;
}

interface ObjectStepsOptions {
  signedIn: Awaited<ReturnType<typeof signIn>>;
  /** What stands in the way to OBS, if anything. */
  closed: Outcome | null;
  object: ObjectRef | null;
  tell: Tell;
}

async function objectSteps(
  { objectsOf, region, source }: DiagnosisTarget,
  { signedIn, closed, object, tell }: ObjectStepsOptions,
): Promise<void> {
  const { cloud, projectId, credentials, project } = signedIn;
  const skip = (why: Outcome) => {
    for (const id of ['buckets', 'object'] as const) tell(toStep(id, null, 0, why));
  };
  if (closed) return skip(closed);
  if (projectId === null) return skip(needs(project.state === 'failed' ? 'project' : 'credentials'));
  if (credentials.state === 'failed') return skip(needs('credentials'));
  const store = objectsOf(projectId, { keys: cloud.keys, timeoutMs: STEP_WITHIN_MS, maxTries: 1 });
  await lookAtObjects(store, { object, region, params: { variables: source.variables.join(', '), region } }, tell);
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
function withoutKey({ login }: CredentialSource, { answer, ...step }: ConnectionStep): ConnectionStep {
  if (login.kind !== 'keys' || !answer) return { ...step, answer };
  const { accessKey } = login;
  const errorMessage = answer.errorMessage?.replaceAll(accessKey, `…${accessKey.slice(-4)}`) ?? null;
  return { ...step, answer: { ...answer, errorMessage } };
}
