/** Reads what an S3-speaking store answers: listings, metadata in headers, and errors, in XML or in a bare status. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { compareKeys } from './names.ts';
import {
  type Bucket,
  type ListedObject,
  type ObjectPage,
  type ObjectStat,
  type ObjectStoreCode,
  ObjectStoreError,
  type StorageClass,
} from './object-store.ts';

export interface S3Failure {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Both names of each class: OBS's own, and that of the S3 protocol. */
const STORAGE_CLASSES: Record<string, StorageClass> = {
  STANDARD: 'standard',
  WARM: 'warm',
  STANDARD_IA: 'warm',
  COLD: 'archive',
  GLACIER: 'archive',
  DEEP_ARCHIVE: 'deep_archive',
};

/** OBS error codes (OBS API reference, obs_04_0115) and those of S3 that OBS shares. */
const BY_SERVICE_CODE: Record<string, ObjectStoreCode> = {
  NoSuchKey: 'not_found',
  NoSuchBucket: 'bucket_not_found',
  AccessDenied: 'denied',
  AccessForbidden: 'denied',
  AllAccessDisabled: 'denied',
  AccountProblem: 'denied',
  InArrearOrInsufficientBalance: 'denied',
  InvalidObjectState: 'archived',
  PermanentRedirect: 'wrong_region',
  TemporaryRedirect: 'wrong_region',
  AuthorizationHeaderMalformed: 'wrong_region',
  IllegalLocationConstraintException: 'wrong_region',
  InvalidAccessKeyId: 'credentials',
  ExpiredToken: 'credentials',
  InvalidToken: 'credentials',
  InvalidSecurity: 'credentials',
  SignatureDoesNotMatch: 'signature',
  RequestTimeTooSkewed: 'clock_skew',
  RequestTimeout: 'timeout',
  SlowDown: 'throttled',
  ServiceUnavailable: 'throttled',
};

const BY_STATUS: Record<number, ObjectStoreCode> = {
  301: 'wrong_region',
  307: 'wrong_region',
  308: 'wrong_region',
  401: 'credentials',
  403: 'denied',
  404: 'not_found',
  429: 'throttled',
  503: 'throttled',
};

const SENTENCES: Partial<Record<ObjectStoreCode, string>> = {
  not_found: 'There is no such object.',
  bucket_not_found: 'There is no such bucket in this region.',
  denied: 'The store denies access.',
  archived: 'The object is archived and has to be restored before it can be read.',
  wrong_region: 'The bucket is in another region.',
  credentials: 'The store does not accept the credentials.',
  signature: 'The store finds the signature wrong.',
  clock_skew: 'The store finds the time of the request wrong.',
  throttled: 'The store asks for fewer requests.',
  timeout: 'The store gave up waiting.',
};

export function readStat(headers: IncomingHttpHeaders): ObjectStat {
  const storageClass = storageClassOf(header(headers, 'storage-class') ?? 'STANDARD');
  const isRestored = header(headers, 'restore')?.includes('ongoing-request="false"') ?? false;
  return {
    sizeBytes: wholeNumber(headers['content-length']),
    lastModifiedMs: instant(headers['last-modified']),
    etag: unquote(headers.etag ?? ''),
    storageClass,
    needsRestore: isArchive(storageClass) && !isRestored,
  };
}

/** ListObjects (version 1). */
export function readPage(xml: string): ObjectPage {
  const root = read(xml, 'ListBucketResult');
  const objects = children(root, 'Contents').map(
    (item): ListedObject => ({
      key: text(item, 'Key'),
      sizeBytes: wholeNumber(text(item, 'Size')),
      lastModifiedMs: instant(text(item, 'LastModified')),
      etag: unquote(text(item, 'ETag')),
      storageClass: storageClassOf(text(item, 'StorageClass') || 'STANDARD'),
    }),
  );
  const prefixes = children(root, 'CommonPrefixes').map((item) => text(item, 'Prefix'));
  return { objects, prefixes, nextMarker: text(root, 'IsTruncated') === 'true' ? nextMarkerOf(root, objects, prefixes) : null };
}

/** NextMarker is sent with a delimiter only, and some stores leave the prefixes out of it: the last item is the truth. */
function nextMarkerOf(root: XmlElement, objects: ListedObject[], prefixes: string[]): string | null {
  const last = [...objects.slice(-1).map(({ key }) => key), ...prefixes.slice(-1)].sort(compareKeys).at(-1);
  const marker = last ?? text(root, 'NextMarker');
  if (marker === '') throw notTheProtocol('a listing with a next page and no place to go on from');
  return marker;
}

export function readBuckets(xml: string): Bucket[] {
  const list = children(read(xml, 'ListAllMyBucketsResult'), 'Buckets').flatMap((buckets) => children(buckets, 'Bucket'));
  return list
    .map((bucket) => {
      const created = text(bucket, 'CreationDate');
      return { name: text(bucket, 'Name'), createdMs: created ? instant(created) : null, region: text(bucket, 'Location') || null };
    })
    .sort((a, b) => compareKeys(a.name, b.name));
}

/** The answer's own words never reach the message: a signature error may repeat what was signed. */
export function failureOf({ status, headers, body }: S3Failure): ObjectStoreError {
  const root = tryRead(body);
  const serviceCode = (root && text(root, 'Code')) || null;
  const region = regionIn(headers, root);
  let code = (serviceCode && BY_SERVICE_CODE[serviceCode]) || BY_STATUS[status] || 'store_failed';
  // Also said of a header that is malformed in another way; then no region is named.
  if (serviceCode === 'AuthorizationHeaderMalformed' && region === null) code = 'signature';
  const named = serviceCode ? `${status} ${serviceCode}` : `${status}`;
  return new ObjectStoreError(code, `${SENTENCES[code] ?? 'The store answered with an error.'} (${named})`, {
    httpStatus: status,
    serviceCode,
    requestId: header(headers, 'request-id') ?? ((root && text(root, 'RequestId')) || null),
    region: code === 'wrong_region' ? region : null,
    retryAfterMs: /^\d+$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) * 1000 : null,
  });
}

function regionIn(headers: IncomingHttpHeaders, root: XmlElement | null): string | null {
  const named = header(headers, 'bucket-region') ?? header(headers, 'bucket-location') ?? ((root && text(root, 'Region')) || null);
  if (named) return named;
  const host = (root && text(root, 'Endpoint')) || headers.location || '';
  return /(?:^|[./])(?:obs|oss|s3)[.-]([a-z0-9-]+)\./.exec(host)?.[1] ?? null;
}

/** OBS answers in the tongue it was asked in, gateways before it in either. */
function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[`x-amz-${name}`] ?? headers[`x-obs-${name}`];
  return typeof value === 'string' && value !== '' ? value : null;
}

function storageClassOf(name: string): StorageClass | null {
  return STORAGE_CLASSES[name] ?? null;
}

function isArchive(storageClass: StorageClass | null): boolean {
  return storageClass === 'archive' || storageClass === 'deep_archive';
}

/**
 * Keys may hold control characters, which XML 1.0 cannot carry but stores send all the same, raw or as `&#x1;`. They
 * pass the parser as characters of a private plane and come out as what they were.
 */
const CARRIER = 0x10ff00;
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const RAW_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

function read(xml: string, rootName: string): XmlElement {
  const root = tryRead(xml);
  if (root?.name !== rootName) throw notTheProtocol(`something else than ${rootName}`);
  return root;
}

function tryRead(xml: string): XmlElement | null {
  const carried = xml
    .replace(RAW_CONTROL, (c) => String.fromCodePoint(CARRIER + c.charCodeAt(0)))
    .replace(/&#(?:x([0-9a-f]{1,2})|(\d{1,2}));/gi, (reference, hex: string | undefined, decimal: string | undefined) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code < 32 && ![9, 10, 13].includes(code) ? String.fromCodePoint(CARRIER + code) : reference;
    });
  try {
    return parseXml(carried).root;
  } catch {
    return null;
  }
}

function children(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);
}

/** Empty where there is no such element. */
function text(parent: XmlElement, name: string): string {
  const found = children(parent, name)[0]?.text ?? '';
  return found.replace(/[\u{10ff00}-\u{10ff1f}]/gu, (c) => String.fromCodePoint((c.codePointAt(0) ?? CARRIER) - CARRIER));
}

function unquote(etag: string): string {
  return etag.replace(/^(?:W\/)?"|"$/g, '');
}

function wholeNumber(digits: string | undefined): number {
  if (!/^\d+$/.test(digits ?? '')) throw notTheProtocol('no size where one belongs');
  return Number(digits);
}

function instant(date: string | undefined): number {
  const ms = Date.parse(date ?? '');
  if (Number.isNaN(ms)) throw notTheProtocol('no time where one belongs');
  return ms;
}

function notTheProtocol(what: string): ObjectStoreError {
  return new ObjectStoreError('store_failed', `The store does not answer in the S3 protocol: ${what}.`);
}
