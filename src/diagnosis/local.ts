/** The same for the local cloud, which is in this process: its folder, and what it holds. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionStep } from '../contract/connection.ts';
import type { DliClient } from '../dli/client.ts';
import { createDirectoryStore } from '../obs/directory-store.ts';
import type { ObjectRef } from '../obs/object-store.ts';
import { findingOf, packagesListed } from './findings.ts';
import { lookAtObjects } from './objects.ts';
import { failed, needs, type Outcome, ok, type Tell, timed, toStep, warned } from './steps.ts';

export interface LocalTarget {
  dataDir: string;
  /** Without it, packages are not asked for: the folder's database is its owner's. */
  dli?: Pick<DliClient, 'list'>;
  projectId?: string;
  /** To be looked at in place of the first that is found. */
  object?: ObjectRef | null;
  onStep?: Tell;
}

const NOTHING_TO_SAY = { variables: '', region: 'local' };

export async function diagnoseLocal(target: LocalTarget): Promise<ConnectionStep[]> {
  const { dataDir, dli, projectId = 'local', object = null, onStep } = target;
  const steps: ConnectionStep[] = [];
  const tell: Tell = (step) => {
    steps.push(step);
    onStep?.(step);
  };
  tell(toStep('configuration', null, 0, ok('local_mode')));
  const { result: folder, ms } = await timed(() => lookAt(dataDir));
  tell(toStep('folder', null, ms, folder));
  if (dli) tell(await packagesStep(dli, projectId));
  const objectsDir = join(dataDir, 'obs');
  const hasObjects = await stat(objectsDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (hasObjects) {
    await lookAtObjects(createDirectoryStore({ dir: objectsDir }), { object, region: 'local', params: NOTHING_TO_SAY }, tell);
  } else {
    for (const id of ['buckets', 'object'] as const) tell(toStep(id, null, 0, needs('folder')));
  }
  return steps;
}

async function packagesStep(dli: Pick<DliClient, 'list'>, projectId: string): Promise<ConnectionStep> {
  const { result, ms } = await timed(() =>
    dli.list(projectId).then(
      ({ data }) => packagesListed(data),
      (error: unknown) => findingOf(error, { ...NOTHING_TO_SAY, service: 'DLI' }),
    ),
  );
  return toStep('packages', null, ms, result);
}

async function lookAt(folder: string): Promise<Outcome> {
  const params = { folder, setting: 'GROUPAGE_DATA' };
  const found = await stat(folder).catch((error: unknown) => (isMissing(error) ? null : 'denied'));
  if (found === null) return warned('folder_new', params);
  if (found === 'denied' || !(await mayUse(folder))) return failed('folder_denied', params);
  return found.isDirectory() ? ok('folder_there', params) : failed('folder_missing', params);
}

function mayUse(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
