/**
 * The eight calls of DLI's package API, one method each, beside those for tags and quota (`tags.ts`). Bodies go out as DLI
 * documents them and come back through the tolerant schemas of `wire.ts`, with the answer as it came beside them.
 */
import type { UploadCall } from '../domain/kind.ts';
import { DliError } from './errors.ts';
import { type DliResult, guardSuccess, type PackageRef, parse, plain } from './result.ts';
import { createTagCalls, type TagCalls } from './tags.ts';
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

/** `digest` tells a later read whether anything changed, once `data` and `raw` have been made something of and let go. */
export interface DliListing extends DliResult<WireList> {
  digest: string;
}

export interface ListOptions {
  /** Answered itself while the bytes are the same. */
  previous?: DliListing | null;
  /**
   * Only what has them; empty: everything. Its form is not documented for this call: `key` or `key=value`, several with commas, is
   * that of DLI's other lists.
   */
  tags?: string;
}

export interface DliClient extends TagCalls {
  /** Whose credentials the calls carry; what one scope reads is never shown to another. */
  readonly credentialScope: string;
  /** Somebody asks on purpose: credentials that were refused are presented once more. */
  askAgain(): void;
  /** dli_02_0168: unpaged. Answers `previous` itself while the bytes are the same. */
  list(projectId: string, options?: ListOptions): Promise<DliListing>;
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
    ...createTagCalls(transport),
    credentialScope: options.credentialScope ?? 'default',
    askAgain: transport.askAgain,
    async list(projectId, { previous, tags } = {}) {
      const query = { tags: tags || undefined };
      const answer = await transport.send({ operation: 'list', projectId, method: 'GET', path: collection(projectId), query });
      if (previous?.digest === answer.digest) return previous;
      const { httpStatus, requestId, digest, json } = answer;
      if (!LIST_FIELDS.some((field) => field in json)) throw notAList(projectId, answer);
      return { httpStatus, requestId, data: await inTurns(wireListSteps(json)), raw: json, digest };
    },
    async get(projectId, ref) {
      return parse(WirePackage, await transport.send({ operation: 'get', projectId, method: 'GET', ...address(projectId, ref) }));
    },
    async delete(projectId, ref) {
      return plain(await transport.send({ operation: 'delete', projectId, method: 'DELETE', ...address(projectId, ref) }));
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

/** Every field of the answer may be missing, but not all of them: an empty project would be the wrong thing to tell. */
const LIST_FIELDS = ['groups', 'resources', 'modules', 'total'];

function notAList(projectId: string, { httpStatus, requestId }: DliAnswer): DliError {
  const none = { errorCode: null, errorMessage: null, retryAfterMs: null };
  return new DliError({ problem: 'bad_answer', call: `GET ${collection(projectId)}`, httpStatus, requestId, ...none });
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
