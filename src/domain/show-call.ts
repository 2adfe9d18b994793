/**
 * The call of a submission in the words of other tools, for those who would script it. No secret is in them: each names
 * the variable or the login that its tool takes one from.
 */
import type { UploadCall } from './kind.ts';

export interface ShownCall {
  method: string;
  name: UploadCall;
  path: string;
  body: Record<string, unknown>;
}

export interface CallPlace {
  projectId: string;
  region: string;
  /** Base address of DLI's API; null where only the server can reach it. */
  endpoint: string | null;
}

/** What the bodies of the four upload calls hold; they are made by the server's plan. */
interface UploadBody {
  paths: string[];
  kind?: string;
  group?: string;
  is_async?: boolean;
  tags?: { key: string; value: string }[];
}

/** For POSIX shells. `$DLI_TOKEN`: a project-scoped token of `POST /v3/auth/tokens`. */
export function asCurl({ method, path, body }: ShownCall, { endpoint }: CallPlace): string {
  const base = endpoint ?? '$DLI_ENDPOINT';
  return [
    `curl --request ${method} "${base}${path}"`,
    '  --header "X-Auth-Token: $DLI_TOKEN"',
    "  --header 'Content-Type: application/json'",
    `  --data-raw ${shellQuoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

const HCLOUD_OPERATIONS: Record<UploadCall, string> = {
  resources: 'UploadJobResources',
  'resources/jars': 'UploadJarJobResources',
  'resources/pyfiles': 'UploadPythonFileJobResources',
  'resources/files': 'UploadFileJobResources',
};

/** KooCLI: lists are numbered from 1. The operation is named as in Huawei's SDKs. */
export function asHcloud(call: ShownCall, { projectId, region }: CallPlace): string {
  const { paths, kind, group, is_async: isAsync, tags = [] } = call.body as unknown as UploadBody; // an upload's body, see there
  const values: [name: string, value: string][] = [
    ['cli-region', region],
    ['project_id', projectId],
    ...paths.map((path, i): [string, string] => [`paths.${i + 1}`, path]),
  ];
  if (kind !== undefined) values.push(['kind', kind]);
  if (group !== undefined) values.push(['group', group]);
  if (isAsync !== undefined) values.push(['is_async', String(isAsync)]);
  for (const [i, { key, value }] of tags.entries()) values.push([`tags.${i + 1}.key`, key], [`tags.${i + 1}.value`, value]);
  return [`hcloud DLI ${HCLOUD_OPERATIONS[call.name]}`, ...values.map(([name, value]) => `  --${name}=${shellQuoted(value)}`)].join(
    ' \\\n',
  );
}

const KIND_OF: Partial<Record<UploadCall, string>> = { 'resources/jars': 'jar', 'resources/pyfiles': 'pyFile', 'resources/files': 'file' };

/** Terraform keeps one resource per path; its provider calls `POST /resources` for each. */
export function asTerraform(call: ShownCall): string {
  const { paths, kind, group, is_async: isAsync, tags = [] } = call.body as unknown as UploadBody; // an upload's body, see there
  const type = kind ?? KIND_OF[call.name] ?? 'file';
  const lines = [
    ...(group === undefined ? [] : [`  group_name  = ${hclQuoted(group)}`]),
    `  type        = ${hclQuoted(type)}`,
    '  object_path = each.value',
    ...(isAsync === undefined ? [] : [`  is_async    = ${isAsync}`]),
    ...(tags.length === 0 ? [] : ['  tags = {', ...tags.map(({ key, value }) => `    ${hclQuoted(key)} = ${hclQuoted(value)}`), '  }']),
  ];
  const list = paths.map((path) => `    ${hclQuoted(path)},`);
  return ['resource "huaweicloud_dli_package" "this" {', '  for_each = toset([', ...list, '  ])', '', ...lines, '}'].join('\n');
}

/** Plain words stay as they are; anything else in single quotes, which keep everything but themselves. */
function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Quoted templates of HCL: `${` and `%{` would begin an interpolation. */
function hclQuoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
