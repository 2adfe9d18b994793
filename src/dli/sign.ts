/**
 * `SDK-HMAC-SHA256`, the signature Huawei Cloud's API gateway asks for (api-sign-algorithm):
 *
 *   canonical request  METHOD, path + "/", query, headers, names of the signed headers, sha256(body)
 *   string to sign     algorithm, X-Sdk-Date, sha256(canonical request)
 *   signature          HMAC-SHA256(secret key, string to sign): the raw secret key, nothing derived from it
 *
 * The address is sent in the very form that is signed (every character but RFC 3986's unreserved ones escaped, query
 * sorted), so that no gateway, whichever way it decodes and encodes again, can arrive at another text.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './credentials.ts';
import type { OutgoingRequest } from './transport.ts';

const ALGORITHM = 'SDK-HMAC-SHA256';

export interface SigningContext {
  keys: Keys;
  /** Sent as `X-Project-Id`; null for calls that belong to no project, such as IAM's. */
  projectId: string | null;
  atMs: number;
}

/** Throws TypeError for an address that cannot be signed: not absolute, a broken escape, `.` or `..` as a segment. */
export function signRequest(request: OutgoingRequest, { keys, projectId, atMs }: SigningContext): OutgoingRequest {
  const { origin, host, path, query } = canonicalAddress(request.url);
  const date = toSdkDate(atMs);
  const headers: Record<string, string> = { ...request.headers, 'X-Sdk-Date': date };
  if (projectId !== null) headers['X-Project-Id'] = projectId;
  if (keys.securityToken !== null) headers['X-Security-Token'] = keys.securityToken.reveal();

  const signed = signedHeaders({ ...headers, Host: host });
  const names = signed.map(([name]) => name).join(';');
  const canonicalRequest = [
    request.method,
    path.endsWith('/') ? path : `${path}/`,
    query,
    signed.map(([name, value]) => `${name}:${value}\n`).join(''),
    names,
    sha256(request.body ?? ''),
  ].join('\n');
  const signature = createHmac('sha256', keys.secretKey.reveal())
    .update([ALGORITHM, date, sha256(canonicalRequest)].join('\n'))
    .digest('hex');
  headers.Authorization = `${ALGORITHM} Access=${keys.accessKey}, SignedHeaders=${names}, Signature=${signature}`;
  // `Host` is signed and left out: fetch sends it by itself, from the same address.
  return { ...request, url: `${origin}${path}${query === '' ? '' : `?${query}`}`, headers };
}

/** What a proxy on the way may change (Accept and the like) is left unsigned. */
function signedHeaders(headers: Record<string, string>): [name: string, value: string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()])
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-'))
    .sort(([a], [b]) => compare(a, b));
}

/** Taken apart by hand: the URL parser would resolve dots, and read a literal `+` as a space. */
function canonicalAddress(url: string): { origin: string; host: string; path: string; query: string } {
  const [, start, path = '', query = ''] = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?$/.exec(url) ?? [];
  if (start === undefined) throw new TypeError('Only an absolute http address without a fragment can be signed.');
  const { origin, host } = new URL(start);
  return { origin, host, path: (path || '/').split('/').map(canonicalSegment).join('/'), query: canonicalQuery(query) };
}

function canonicalSegment(segment: string): string {
  const encoded = encode(decode(segment));
  if (encoded === '.' || encoded === '..') throw new TypeError('A path with a dot segment would be sent to another address.');
  return encoded;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      const [key, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(key)), encode(decode(value))];
    })
    .sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TypeError('An address with a broken escape cannot be signed.');
  }
}

/** RFC 3986: only letters, digits and `-._~` stand for themselves; encodeURIComponent leaves five more. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `20191115T033655Z` */
function toSdkDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** By code unit; everything compared here is ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
