/** The four uploads: dli_02_0130 (general), dli_02_0169 (jars), dli_02_0170 (pyfiles), dli_02_0171 (files). */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Kind } from '../../domain/kind.ts';
import { ObjectStoreError } from '../../obs/object-store.ts';
import type { CloudApp, CloudEnv, CloudParts } from '../app.ts';
import { badParameter, ConnectionCut, DliError } from '../dli-error.ts';
import { quotaExceeded, uploadFaultOf, withQuirks } from '../faults.ts';
import type { PackageRow } from '../rows.ts';
import { readGeneralUpload, readKindUpload, type UploadRequest } from '../upload-request.ts';
import { wireUploadAnswer } from '../wire-answers.ts';

const KIND_PATHS: [segment: string, kind: Kind][] = [
  ['jars', 'jar'],
  ['pyfiles', 'pyFile'],
  ['files', 'file'],
];

export function addUploadRoutes(app: CloudApp, parts: CloudParts): void {
  const { settings } = parts;

  app.post('/v2.0/:project/resources', async (c) => {
    const request = readGeneralUpload(await readJson(c), settings);
    // Same name in the same group: replaced; other members stay. The list example of dli_02_0168 shows one group
    // with members uploaded 18 minutes apart, which a replaced group could not have.
    return upload(c, parts, request, { replacesGroup: false, module: {} });
  });

  for (const [segment, kind] of KIND_PATHS) {
    app.post(`/v2.0/:project/resources/${segment}`, async (c) => {
      const request = readKindUpload(await readJson(c), kind, settings);
      const module = { description: '', module_name: request.group, module_type: kind };
      return upload(c, parts, request, { replacesGroup: settings.kindUploads === 'replace-group', module });
    });
  }
}

async function upload(
  c: Context<CloudEnv>,
  { settings, registry, copier, blobs, store, clock, log, stopped }: CloudParts,
  request: UploadRequest,
  { replacesGroup, module }: { replacesGroup: boolean; module: object },
): Promise<Response> {
  const project = c.req.param('project') ?? '';
  const fault = uploadFaultOf(request.files);
  fault?.before?.();
  if (!request.isAsync && settings.missingObject === 'refused') await expectObjects(store, request.files);

  const { group } = request;
  // A replaced group's members are counted too: that they go is only decided below.
  const added = request.files.filter(({ name }) => !registry.find(project, group, name)).length;
  if (added > 0 && registry.count(project) + added > settings.packageQuota) throw quotaExceeded();
  const { rows, displaced } = registry.accept({
    ...request,
    project,
    owner: c.get('userName'),
    replacesGroup: replacesGroup && group !== '',
    uploadId: randomUUID(),
    nowMs: clock(),
  });
  for (const row of displaced) copier.stop(row.id);
  const copied = Promise.all(rows.map((row) => copier.start(row)));
  for (const { sha256 } of displaced) if (sha256) blobs.collect(sha256);
  log.debug({ project, group, files: rows.length, isAsync: request.isAsync }, 'upload accepted');

  if (!request.isAsync) await copied;
  // Stopping: the copies go on at the next start, so there is no truthful answer to give now.
  if (stopped.aborted) throw new ConnectionCut();
  await fault?.after?.(settings, stopped);

  if (group === '') return c.json(withQuirks(project, { resource_names: rows.map((row) => row.name) }), 201);
  const files = rows.map((row) => registry.find(project, group, row.name) ?? lost(row));
  const groupRow = registry.findGroup(project, group) ?? lostGroup(rows, group);
  return c.json(withQuirks(project, wireUploadAnswer(groupRow, registry.members(project, group), files, module)), 201);
}

/** Deleted by someone else before the copy was done: what this call was asked for did not come to be. */
function lost(row: PackageRow): PackageRow {
  return { ...row, status: 'FAILED', failure: 'deleted' };
}

function lostGroup(rows: PackageRow[], name: string) {
  const first = rows[0];
  if (!first) throw badParameter('The parameter paths is empty.');
  return { ...first, name };
}

async function expectObjects(store: CloudParts['store'], files: UploadRequest['files']): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await store.head(file);
    } catch (error) {
      if (!(error instanceof ObjectStoreError)) throw error;
      const isMissing = error.code === 'not_found' || error.code === 'bucket_not_found';
      throw new DliError(400, isMissing ? 'DLI.0002' : 'DLI.0011', `The object of paths.${index} cannot be read: ${error.code}.`);
    }
  }
}

export async function readJson(c: Context<CloudEnv>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw badParameter('The request body is not JSON.');
  }
}
