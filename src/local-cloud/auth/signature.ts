/**
 * Checks `SDK-HMAC-SHA256` as a gateway does, from the documentation (API signing guide of API Gateway) and not from our
 * own signer: two programs that share a mistake would agree with each other.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  method: string;
  /** Both as they stand in the request line, escapes and all; the query without its question mark. */
  path: string;
  query: string;
  headers: Headers;
  /** For a `host` that is signed where no such header came: in process there is only the address. */
  host: string;
  /** As sent: before any decoding of its content. */
  body: Uint8Array;
}

export interface Authorization {
  access: string;
  signedHeaders: string[];
  signature: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';
const FORM = /^SDK-HMAC-SHA256 +Access=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-fA-F]{64})$/;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** Null where it is not of this algorithm or not of its form. */
export function readAuthorization(header: string): Authorization | null {
  const [, access, names, signature] = FORM.exec(header.trim()) ?? [];
  if (!access || !names || !signature) return null;
  return { access, signedHeaders: names.toLowerCase().split(';'), signature: signature.toLowerCase() };
}

/** `X-Sdk-Date` in epoch milliseconds; null where it is missing or not `YYYYMMDDTHHMMSSZ`. */
export function readSignedAt(headers: Headers): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers.get('x-sdk-date') ?? '');
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? null : ms;
}

export function isSignedBy(request: SignedRequest, { signedHeaders, signature }: Authorization, secret: string): boolean {
  const canonical = canonicalRequest(request, signedHeaders);
  if (canonical === null) return false;
  // Header values arrive as one character per byte, and everything else is ASCII.
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  const toSign = [ALGORITHM, request.headers.get('x-sdk-date') ?? '', hash].join('\n');
  const expected = createHmac('sha256', secret).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

/** Null for a request that cannot have been signed: a header that is not there, escapes that are none, a body that is another. */
export function canonicalRequest(request: SignedRequest, signedHeaders: string[]): string | null {
  // Without its date a signature would be good for ever.
  if (!signedHeaders.includes('x-sdk-date')) return null;
  const path = canonicalPath(request.path);
  const query = canonicalQuery(request.query);
  const payload = payloadHash(request, signedHeaders);
  if (path === null || query === null || payload === null) return null;
  const lines: string[] = [];
  for (const name of signedHeaders) {
    const value = request.headers.get(name) ?? (name === 'host' ? request.host : null);
    if (value === null) return null;
    lines.push(`${name}:${value.trim()}\n`);
  }
  return [request.method.toUpperCase(), path, query, lines.join(''), signedHeaders.join(';'), payload].join('\n');
}

function canonicalPath(path: string): string | null {
  const segments = path.split('/').map((segment) => decode(segment));
  if (segments.includes(null)) return null;
  const encoded = segments.map((segment) => encode(segment ?? '')).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function canonicalQuery(query: string): string | null {
  const pairs: [key: string, value: string][] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    // A plus is a blank, as forms write it: Go's clients send that and sign %20.
    const [key, value] = (at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]).map((text) => decode(text.replaceAll('+', ' ')));
    if (typeof key !== 'string' || typeof value !== 'string') return null;
    pairs.push([encode(key), encode(value)]);
  }
  return pairs
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

/** The hash may be sent beside the body, and then it is the one that is signed; a body of JSON may not be left out of it. */
function payloadHash({ headers, body }: SignedRequest, signedHeaders: string[]): string | null {
  const actual = createHash('sha256').update(body).digest('hex');
  const declared = headers.get('x-sdk-content-sha256');
  if (declared === null) return actual;
  if (!signedHeaders.includes('x-sdk-content-sha256')) return null;
  if (declared === UNSIGNED) return isJson(headers) ? null : UNSIGNED;
  return declared.toLowerCase() === actual ? declared : null;
}

function isJson(headers: Headers): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '');
}

/** RFC 3986: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
