/** Where somebody looks in the object store: all buckets, one bucket, a folder in it, and what the names there begin with. */
import { KEY_MAX_BYTES, type ObsPath, parseObsPath } from '../../domain/obs-path.ts';

export interface ObjectPlace {
  /** Empty: the list of buckets. */
  bucket: string;
  /** A folder, with its `/` at the end; empty for the bucket itself. */
  prefix: string;
}

export interface ObjectAddress extends ObjectPlace {
  text: string;
}

export const TOP: ObjectAddress = { bucket: '', prefix: '', text: '' };

/** `obs://bucket`, `obs://bucket/folder/` or the https form of either; what follows the last `/` becomes the text. Null where it is none. */
export function parseObjectAddress(typed: string): ObjectAddress | null {
  const text = typed.trim();
  // The parser of objects wants a key: what has none, or ends in a folder, is given one that is taken off again.
  const whole = parseObsPath(text);
  if (whole.ok) return addressOf(whole.path.bucket, whole.path.key);
  const { code } = whole.problem;
  if (code !== 'folder' && code !== 'no_key') return null;
  const within = parseObsPath(`${text}${text.endsWith('/') ? '' : '/'}x`);
  return within.ok ? addressOf(within.path.bucket, within.path.key.slice(0, -1)) : null;
}

/** Whether a text is meant as an address rather than as the beginning of a name. */
export function isAddressLike(typed: string): boolean {
  return /^\s*(obs|https)\s*:/i.test(typed);
}

/** Whatever a link says: a prefix that stops within a name is a folder and a text. */
export function normalAddress({ bucket, prefix, text }: ObjectAddress): ObjectAddress {
  if (bucket === '') return { bucket, prefix: '', text };
  const { prefix: folder, text: rest } = addressOf(bucket, prefix);
  return { bucket, prefix: folder, text: rest + text };
}

function addressOf(bucket: string, key: string): ObjectAddress {
  const end = key.lastIndexOf('/') + 1;
  return { bucket, prefix: key.slice(0, end), text: key.slice(end) };
}

/** `obs://bucket/folder/`, as people read it. */
export function placeUri({ bucket, prefix }: ObjectPlace): string {
  return `obs://${bucket}/${prefix}`;
}

export interface Crumb extends ObjectPlace {
  name: string;
}

/** From the bucket down to the folder itself. */
export function crumbsOf({ bucket, prefix }: ObjectPlace): Crumb[] {
  if (bucket === '') return [];
  const crumbs: Crumb[] = [{ bucket, prefix: '', name: bucket }];
  for (let end = prefix.indexOf('/'), start = 0; end >= 0; start = end + 1, end = prefix.indexOf('/', start)) {
    crumbs.push({ bucket, prefix: prefix.slice(0, end + 1), name: prefix.slice(start, end) });
  }
  return crumbs;
}

/** One level up; null at the top. */
export function parentOf(place: ObjectPlace): ObjectPlace | null {
  if (place.bucket === '') return null;
  return crumbsOf(place).at(-2) ?? { bucket: '', prefix: '' };
}

/** The child of `above` on the way to `below`, as its row is called; null where `below` is not under it. */
export function childOnTheWay(above: ObjectPlace, below: ObjectPlace): string | null {
  if (below.bucket === '') return null;
  if (above.bucket === '') return below.bucket;
  if (below.bucket !== above.bucket || !below.prefix.startsWith(above.prefix) || below.prefix === above.prefix) return null;
  return below.prefix.slice(0, below.prefix.indexOf('/', above.prefix.length) + 1);
}

/** Its name within the folder it is in, without a `/` at the end. */
export function lastName(key: string): string {
  const bare = key.endsWith('/') ? key.slice(0, -1) : key;
  return bare.slice(bare.lastIndexOf('/') + 1);
}

export function objectId({ bucket, key }: Pick<ObsPath, 'bucket' | 'key'>): string {
  return `${bucket}/${key}`;
}

/** As long as what is asked for may be: prefix and text are one key's beginning. */
export const TEXT_MAX = KEY_MAX_BYTES;
