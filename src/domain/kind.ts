/** The four package kinds of DLI's API, in the REST docs' own casing (dli_02_0130). One call carries one kind. */
export const KINDS = ['jar', 'pyFile', 'file', 'modelFile'] as const;
export type Kind = (typeof KINDS)[number];

/** Endings that fit a kind. DLI checks none, so a mismatch is a warning; a kind without a list takes anything. */
const ENDINGS: Record<Kind, readonly string[]> = {
  jar: ['.jar'],
  pyFile: ['.py', '.zip', '.egg', '.whl'],
  file: [],
  modelFile: [],
};

export function fitsKind(packageName: string, kind: Kind): boolean {
  const endings = ENDINGS[kind];
  return endings.length === 0 || endings.some((ending) => packageName.toLowerCase().endsWith(ending));
}

/** The four upload calls: the general one, and the three that fix the kind and are synchronous (dli_02_0169 to 0171). */
export const UPLOAD_CALLS = ['resources', 'resources/jars', 'resources/pyfiles', 'resources/files'] as const;
export type UploadCall = (typeof UPLOAD_CALLS)[number];

const KIND_CALL: Record<Kind, UploadCall> = {
  jar: 'resources/jars',
  pyFile: 'resources/pyfiles',
  file: 'resources/files',
  modelFile: 'resources',
};

/**
 * Which call carries a submission. Only `POST …/resources` knows `is_async`, tags and model files;
 * a synchronous submission of one of the other kinds goes to the call made for that kind.
 */
export function uploadCallFor(request: { kind: Kind; isAsync: boolean; hasTags: boolean }): UploadCall {
  return request.isAsync || request.hasTags ? 'resources' : KIND_CALL[request.kind];
}
