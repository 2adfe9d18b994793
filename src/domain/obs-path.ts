/**
 * The one parser of OBS object addresses, used by browser, BFF and local cloud alike.
 *
 * Forms understood (Huawei OBS user guide and DLI API pages dli_02_0130, dli_02_0171):
 *   https://{bucket}.obs.{region}.myhuaweicloud.com/{key}   virtual-hosted, any region (`local` for the local cloud)
 *   https://{bucket}.obs.eu-west-101.myhuaweicloud.eu/{key} and the Orange host of eu-west-0
 *   {bucket}.obs.{region}.myhuaweicloud.com/{key}           the scheme left out, as older DLI texts write it
 *   obs://{bucket}/{key}
 * Percent-escapes are decoded exactly once, in every form. What could mean two things, or leave its bucket, is refused.
 */

import type { Issue } from './issue.ts';

export interface ObsPath {
  bucket: string;
  /** Decoded object key: never empty, no leading slash, no `.`, `..` or empty segment. */
  key: string;
  /** Named by the https forms; null for `obs://`, which names none. */
  region: string | null;
}

export type ObsPathProblem =
  | 'empty'
  | 'not_obs'
  | 'scheme_unsupported'
  | 'path_style'
  | 'bad_host'
  | 'bad_bucket'
  | 'no_key'
  | 'folder'
  | 'has_query'
  | 'has_fragment'
  | 'bad_escape'
  | 'encoded_slash'
  | 'backslash'
  | 'dot_segment'
  | 'empty_segment'
  | 'control_character'
  | 'bad_unicode'
  | 'key_too_long';

export type ObsPathNotice = 'scheme_blank_repaired' | 'scheme_added';

export type ParsedObsPath = { ok: true; path: ObsPath; notices: ObsPathNotice[] } | { ok: false; problem: Issue<ObsPathProblem> };

/** OBS allows keys of 1 to 1,024 bytes in UTF-8. */
export const KEY_MAX_BYTES = 1024;

const SCHEME = /^([a-z][a-z0-9+.-]*)\s*:\s*\/\s*\//i;
const VIRTUAL_HOST = /^(.+)\.obs\.([a-z0-9-]+)\.myhuaweicloud\.(?:com|eu)$/;
const ORANGE_HOST = /^(.+)\.oss\.(eu-west-0)\.prod-cloud-ocb\.orange-business\.com$/;
const ENDPOINT_HOST = /^(?:obs\.[a-z0-9-]+\.myhuaweicloud\.(?:com|eu)|oss\.eu-west-0\.prod-cloud-ocb\.orange-business\.com)$/;
const BUCKET = /^[a-z0-9](?:[a-z0-9-]|(?<!-)\.(?![.-])){1,61}[a-z0-9]$/;
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads one address as typed or pasted. Never throws; blanks around it are ignored. */
export function parseObsPath(typed: string): ParsedObsPath {
  const text = typed.trim();
  if (text === '') return refuse('empty');
  if (CONTROL.test(text)) return refuse('control_character');
  if (LONE_SURROGATE.test(text)) return refuse('bad_unicode');

  const notices: ObsPathNotice[] = [];
  const scheme = SCHEME.exec(text);
  if (!scheme) {
    const host = text.slice(0, indexOfOrEnd(text, '/')).toLowerCase();
    if (!VIRTUAL_HOST.test(host) && !ORANGE_HOST.test(host)) return refuse('not_obs');
    notices.push('scheme_added');
    return parseHttps(text, notices);
  }
  const name = (scheme[1] ?? '').toLowerCase();
  if (scheme[0].length !== name.length + 3) notices.push('scheme_blank_repaired');
  const rest = text.slice(scheme[0].length).trimStart();
  if (name === 'obs') return parseObsUri(rest, notices);
  if (name === 'https') return parseHttps(rest, notices);
  return refuse('scheme_unsupported', { scheme: name });
}

function parseObsUri(rest: string, notices: ObsPathNotice[]): ParsedObsPath {
  const slash = indexOfOrEnd(rest, '/');
  return finish(rest.slice(0, slash), rest.slice(slash + 1), null, notices);
}

function parseHttps(rest: string, notices: ObsPathNotice[]): ParsedObsPath {
  const end = rest.search(/[/?#\\]/);
  const host = (end < 0 ? rest : rest.slice(0, end)).toLowerCase();
  const tail = end < 0 ? '' : rest.slice(end);
  if (/[@:\s]/.test(host)) return refuse('bad_host', { host });
  const match = VIRTUAL_HOST.exec(host) ?? ORANGE_HOST.exec(host);
  if (!match) return ENDPOINT_HOST.test(host) ? refuse('path_style') : refuse('not_obs');
  // In a URL a bare ? or # ends the path, so the key would silently lose its tail: ask for %3F or %23 instead.
  if (tail.includes('#')) return refuse('has_fragment');
  if (tail.includes('?')) return refuse('has_query');
  return finish(match[1] ?? '', tail.slice(1), match[2] ?? null, notices, tail.startsWith('\\'));
}

function finish(bucket: string, rawKey: string, region: string | null, notices: ObsPathNotice[], backslash = false): ParsedObsPath {
  if (!isBucketName(bucket)) return refuse('bad_bucket', { bucket });
  // WHATWG URLs read a backslash as a slash, OBS does not: two readers must never see two different objects.
  if (backslash || rawKey.includes('\\')) return refuse('backslash');
  if (/%2f/i.test(rawKey)) return refuse('encoded_slash');
  let key: string;
  try {
    key = decodeURIComponent(rawKey);
  } catch {
    return refuse('bad_escape');
  }
  const problem = checkKey(key);
  return problem ? { ok: false, problem } : { ok: true, path: { bucket, key, region }, notices };
}

/** What is wrong with a decoded key, or null. A key that passes stays inside its bucket, whatever store holds it. */
export function checkKey(key: string): Issue<ObsPathProblem> | null {
  if (key === '') return { code: 'no_key' };
  if (CONTROL.test(key)) return { code: 'control_character' };
  if (LONE_SURROGATE.test(key)) return { code: 'bad_unicode' };
  if (utf8Length(key) > KEY_MAX_BYTES) return { code: 'key_too_long', params: { max: KEY_MAX_BYTES } };
  const segments = key.split('/');
  if (segments.some((s) => s === '.' || s === '..')) return { code: 'dot_segment' };
  if (segments.slice(0, -1).includes('')) return { code: 'empty_segment' };
  if (key.endsWith('/')) return { code: 'folder' };
  return null;
}

/** OBS bucket names: 3 to 63 lower-case letters, digits, dots and hyphens; not an IP address. */
export function isBucketName(name: string): boolean {
  return BUCKET.test(name) && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
}

/** The name DLI gives the package: the last segment of the (decoded) key. */
export function packageNameOf(path: Pick<ObsPath, 'key'>): string {
  return path.key.slice(path.key.lastIndexOf('/') + 1);
}

/** `obs://bucket/key`, readable: only what the parser could not read back is escaped. */
export function formatObsUri(path: Pick<ObsPath, 'bucket' | 'key'>): string {
  const key = path.key.replace(/[%\\]|^\s+|\s+$/g, encodeURIComponent);
  return `obs://${path.bucket}/${key}`;
}

/** The form DLI documents: virtual-hosted https in `region`, every key segment percent-encoded (RFC 3986). */
export function formatObsUrl(path: Pick<ObsPath, 'bucket' | 'key'>, region: string): string {
  const key = path.key.split('/').map(encodeSegment).join('/');
  return `https://${path.bucket}.${obsHost(region)}/${key}`;
}

/** OBS host of a region; two regions break the pattern (Huawei and Orange endpoint lists). */
export function obsHost(region: string): string {
  if (region === 'eu-west-101') return 'obs.eu-west-101.myhuaweicloud.eu';
  if (region === 'eu-west-0') return 'oss.eu-west-0.prod-cloud-ocb.orange-business.com';
  return `obs.${region}.myhuaweicloud.com`;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function indexOfOrEnd(text: string, needle: string): number {
  const at = text.indexOf(needle);
  return at < 0 ? text.length : at;
}

function refuse(code: ObsPathProblem, params?: Record<string, string | number>): ParsedObsPath {
  return { ok: false, problem: params ? { code, params } : { code } };
}
