/**
 * The eight calls of DLI's package API, one method each. Bodies go out as DLI documents them and come back through the
 * tolerant schemas of `wire.ts`, with the answer as it came beside them.
 */
import type * as z from 'zod';
import type { UploadCall } from '../domain/kind.ts';
import { DliError } from './errors.ts';
import { createTransport, type DliAnswer, type TransportOptions } from './transport.ts';
import { inTurns } from './turns.ts';
import {
  type WireList,
  WireOwnerAnswer,
  type WireOwnerRequest,
  WirePackage,
  WireUploadAnswer,
  type WireUploadRequest,
  wireListSteps,
} from './wire.ts';

export interface DliResult<T> {
  httpStatus: number;
  requestId: string | null;
  data: T;
  raw: Record<string, unknown>;
}

/** `text` tells a later read whether anything changed. */
export interface DliListing extends DliResult<WireList> {
  text: string;
}

/** Identity of a package: (group or none, name); the same name may stand in several groups. */
export interface PackageRef {
  name: string;
  group: string | null;
}

export interface DliClient {
  /** Whose credentials the calls carry; what one scope reads is never shown to another. */
  readonly credentialScope: string;
  /** dli_02_0168: everything, unpaged. Answers `previous` itself while the bytes are the same. */
  list(projectId: string, previous?: DliListing | null): Promise<DliListing>;
  /** dli_02_0172 */
  get(projectId: string, ref: PackageRef): Promise<DliResult<WirePackage>>;
  /** dli_02_0173 */
  delete(projectId: string, ref: PackageRef): Promise<DliResult<Record<string, unknown>>>;
  /** dli_02_0253 */
  updateOwner(projectId: string, body: WireOwnerRequest): Promise<DliResult<WireOwnerAnswer>>;
  /** dli_02_0130 */
  uploadResources(projectId: string, body: WireUploadRequest): Promise<DliResult<WireUploadAnswer>>;
  /** dli_02_0169 */
  uploadJars(projectId: string, body: WireUploadRequest): Promise<DliResult<WireUploadAnswer>>;
  /** dli_02_0170 */
  uploadPyFiles(projectId: string, body: WireUploadRequest): Promise<DliResult<WireUploadAnswer>>;
  /** dli_02_0171 */
  uploadFiles(projectId: string, body: WireUploadRequest): Promise<DliResult<WireUploadAnswer>>;
}

export interface DliClientOptions extends TransportOptions {
  credentialScope?: string;
}

export function createDliClient(options: DliClientOptions): DliClient {
  const transport = createTransport(options);

  const upload = (call: UploadCall) => async (projectId: string, body: WireUploadRequest) => {
    const path = uploadPath(projectId, call);
    const answer = await transport.send({ operation: 'upload', projectId, method: 'POST', path, body });
    return guardSuccess(`POST ${path}`, parse(WireUploadAnswer, answer));
  };

  return {
    credentialScope: options.credentialScope ?? 'default',
    async list(projectId, previous) {
      const answer = await transport.send({ operation: 'list', projectId, method: 'GET', path: collection(projectId) });
      if (previous?.text === answer.text) return previous;
      const { httpStatus, requestId, text, json } = answer;
      return { httpStatus, requestId, data: await inTurns(wireListSteps(json)), raw: json, text };
    },
    async get(projectId, ref) {
      return parse(WirePackage, await transport.send({ operation: 'get', projectId, method: 'GET', ...address(projectId, ref) }));
    },
    async delete(projectId, ref) {
      const answer = await transport.send({ operation: 'delete', projectId, method: 'DELETE', ...address(projectId, ref) });
      return { httpStatus: answer.httpStatus, requestId: answer.requestId, data: answer.json, raw: answer.json };
    },
    async updateOwner(projectId, body) {
      const path = `${collection(projectId)}/owner`;
      const answer = await transport.send({ operation: 'updateOwner', projectId, method: 'PUT', path, body });
      return guardSuccess(`PUT ${path}`, parse(WireOwnerAnswer, answer));
    },
    uploadResources: upload('resources'),
    uploadJars: upload('resources/jars'),
    uploadPyFiles: upload('resources/pyfiles'),
    uploadFiles: upload('resources/files'),
  };
}

export function uploadPath(projectId: string, call: UploadCall): string {
  return `/v2.0/${encodeURIComponent(projectId)}/${call}`;
}

function collection(projectId: string): string {
  return uploadPath(projectId, 'resources');
}

/** Names may hold spaces, `!` or any script, so they are encoded: once here, decoded once there. */
function address(projectId: string, ref: PackageRef) {
  return { path: `${collection(projectId)}/${encodeURIComponent(ref.name)}`, query: { group: ref.group ?? undefined } };
}

function parse<S extends z.ZodType>(schema: S, answer: DliAnswer): DliResult<z.output<S>> {
  return { httpStatus: answer.httpStatus, requestId: answer.requestId, data: schema.parse(answer.json), raw: answer.json };
}

/** DLI may say no with a 2xx: `{ "is_success": false, "message": … }`. Terraform's provider guards against it too. */
function guardSuccess<T>(call: string, result: DliResult<T>): DliResult<T> {
  const { is_success: isSuccess } = result.raw;
  if (isSuccess !== false && String(isSuccess).toLowerCase() !== 'false') return result;
  const message = typeof result.raw.message === 'string' ? result.raw.message : null;
  throw new DliError({
    problem: 'refused',
    call,
    httpStatus: result.httpStatus,
    errorCode: null,
    errorMessage: message,
    requestId: result.requestId,
    retryAfterMs: null,
  });
}
