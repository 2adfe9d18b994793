/**
 * Who we are to the cloud, which project is meant, and whether its packages may be listed: three steps told from as few calls
 * as there can be, since five wrong signatures lock a key.
 */
import { type Cloud, createCloud } from '../dli/cloud.ts';
import type { CredentialSource } from '../dli/credential-source.ts';
import { isRegionName } from '../dli/endpoints.ts';
import { DliError } from '../dli/errors.ts';
import { listProjects } from '../dli/iam.ts';
import { findingOf, packagesListed } from './findings.ts';
import { failed, needs, type Outcome, ok, type Params, type Service, STEP_WITHIN_MS, warned } from './steps.ts';

export interface SignInOptions {
  source: CredentialSource;
  endpoints: { dli: string; iam: string };
  /** Whether the way to a service is open. */
  isOpen: (service: Service) => boolean;
  /** Names the step that stands in the way to one. */
  needsWay: (service: Service) => Outcome;
  isClockOff: boolean;
  /** Named in what is found. */
  params: Params & { variables: string; region: string; name: string };
}

export interface SignedIn {
  credentials: Outcome;
  project: Outcome;
  packages: Outcome;
  /** Credentials of this check alone: nothing remembered of an earlier refusal. */
  cloud: Cloud;
  /** Null where it is not known, or nothing should be tried with it. */
  projectId: string | null;
}

type Attempt<T> = { value: T } | { error: DliError };

export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { source, endpoints, isOpen, needsWay, isClockOff, params } = options;
  const isSigning = source.login.kind === 'keys';
  const tries = { timeoutMs: STEP_WITHIN_MS, maxTries: 1 };
  const cloud = createCloud({ source, fetch: (request) => fetch(request), endpoints, tries });
  const end = (credentials: Outcome, project: Outcome, packages: Outcome, projectId: string | null = null): SignedIn => ({
    credentials,
    project,
    packages,
    cloud,
    projectId,
  });
  const noCredentials = (credentials: Outcome) => end(credentials, needs('credentials'), needs('credentials'));

  const first: Service = isSigning && source.projectId !== null && isOpen('dli') ? 'dli' : 'iam';
  if (!isOpen(first)) return noCredentials(needsWay(isSigning && source.projectId !== null ? 'dli' : 'iam'));
  // Each refusal counts towards a lock.
  if (isSigning && isClockOff) return noCredentials(needs('clock'));

  const asked = await attempt(cloud.projectId());
  if ('error' in asked) {
    const found = findingOf(asked.error, { ...params, service: 'IAM' });
    const isNamed = asked.error.problem === 'not_found' || found.code === 'packages_denied';
    if (!isNamed) return noCredentials(found);
    const code = asked.error.problem === 'not_found' ? 'project_name_unknown' : 'projects_denied';
    // An empty list holds no words of IAM's to quote.
    const answer = asked.error.httpStatus === 200 ? null : found.answer;
    return end(accepted('IAM', params), failed(code, found.params, answer), needs('project'));
  }
  const id = asked.value;
  const isLooked = isSigning && source.projectId !== null && isOpen('iam');
  const look = async () =>
    isLooked ? attempt(listProjects({ ...tries, endpoint: endpoints.iam, fetch: (request) => fetch(request) }, cloud.keys)) : null;
  if (!isOpen('dli')) {
    const known = await look();
    if (known && 'error' in known && known.error.problem === 'unauthorized') {
      return noCredentials(findingOf(known.error, { ...params, service: 'IAM' }));
    }
    const isTold = source.projectId === null || (known !== null && 'value' in known);
    const project = isTold
      ? projectOutcome({ id, source, known, isAccepted: false, params })
      : warned('project_unproved', { ...params, id });
    return end(isTold ? accepted('IAM', params) : needsWay('dli'), project, needsWay('dli'), id);
  }

  const listed = await attempt(cloud.dli.list(id));
  if ('error' in listed) {
    const { stage, problem } = listed.error;
    const found = findingOf(listed.error, { ...params, service: 'DLI' });
    if (stage === 'credentials' && problem === 'not_found') {
      return end(accepted('IAM', params), failed('project_id_unknown', { ...params, id, expected: '–' }, found.answer), needs('project'));
    }
    if (stage === 'credentials' || (problem === 'unauthorized' && found.code !== 'answer_foreign')) return noCredentials(found);
  }
  const packages = 'value' in listed ? packagesListed(listed.value.data) : findingOf(listed.error, { ...params, service: 'DLI' });
  const known = await look();
  const project = projectOutcome({ id, source, known, isAccepted: 'value' in listed, params });
  const isAnswered = 'value' in listed || packages.code === 'packages_denied';
  const isIamPleased = first === 'iam' || (known !== null && 'value' in known);
  const credentials = isIamPleased ? accepted('IAM', params) : isAnswered ? accepted('DLI', params) : needs('packages');
  return end(credentials, project, packages, id);
}

interface ProjectFacts {
  id: string;
  source: CredentialSource;
  known: Attempt<{ id: string; name: string }[]> | null;
  isAccepted: boolean;
  params: SignInOptions['params'];
}

/** A project that DLI takes is right, whatever IAM thinks of it; a word of doubt is a warning then. */
function projectOutcome({ id, source, known, isAccepted, params }: ProjectFacts): Outcome {
  const told = { ...params, id };
  const doubt = isAccepted ? warned : failed;
  if (source.projectId === null || source.login.kind === 'password') return ok('project_found', told);
  if (known === null || 'error' in known) return isAccepted ? ok('project_found', told) : warned('project_unproved', told);
  const here = known.value.find((one) => one.id === id);
  if (!here) {
    const expected = known.value.find(({ name }) => name === source.projectName)?.id ?? '–';
    return doubt('project_id_unknown', { ...told, expected });
  }
  // `cn-north-4`, or a project within it: `cn-north-4_dev`.
  const [region = ''] = here.name.split('_');
  if (isRegionName(region) && region !== source.region) return doubt('project_elsewhere', { ...told, theirs: here.name });
  return ok('project_found', { ...told, name: here.name });
}

function accepted(service: string, params: Params): Outcome {
  return ok('credentials_accepted', { ...params, service });
}

async function attempt<T>(call: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof DliError) return { error };
    throw error;
  }
}
