/** Answers that a browser may already hold: told by a tag that is known before anything is built. */

/** What a handler returns instead of its answer where ETag and 304 apply. */
export class Conditional<T> {
  /** Changes whenever the answer may; unique within this address and this run of the server. */
  readonly tag: string;
  /** Epoch milliseconds of the upstream read behind it. */
  readonly asOfMs: number;
  readonly build: () => T;

  constructor(tag: string, asOfMs: number, build: () => T) {
    this.tag = tag;
    this.asOfMs = asOfMs;
    this.build = build;
  }
}

/** Weak, since a proxy may compress; the boot id keeps counters of an earlier run apart, the address those of another view. */
export function etagOf(bootId: string, tag: string, address: string): string {
  return `W/"${bootId}.${tag}.${hash(address)}"`;
}

/** `If-None-Match`: a list of tags or `*`, compared weakly (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch === etag) return true;
  const opaque = etag.slice(2);
  return ifNoneMatch.split(',').some((candidate) => ['*', opaque].includes(candidate.trim().replace(/^W\//, '')));
}

/** FNV-1a: short and quick, nothing secret. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}

export interface TextCache {
  get(key: string, make: () => string): string;
}

/** The latest serialised answers, least recently used dropped first. Holds at most `maxChars`; a larger one is not kept. */
export function createTextCache(maxChars: number): TextCache {
  const texts = new Map<string, string>();
  let chars = 0;
  return {
    get(key, make) {
      const known = texts.get(key);
      if (known !== undefined) {
        texts.delete(key);
        texts.set(key, known);
        return known;
      }
      const text = make();
      texts.set(key, text);
      chars += text.length;
      for (const [oldKey, oldText] of texts) {
        if (chars <= maxChars) break;
        texts.delete(oldKey);
        chars -= oldText.length;
      }
      return text;
    },
  };
}
