/** Of an answer, what holds whoever sends it. */
import { createHash } from 'node:crypto';

/** As much as is looked at of what is no answer of DLI. */
const EXCERPT_CHARS = 64 * 1024;

export interface Body {
  text: string;
  /** SHA-256 of its bytes; empty where it was not read to its end. */
  digest: string;
}

/**
 * As it comes: `text()` would hold the bytes of a long list twice, and decode them in one piece while others wait. Of what is
 * no JSON object, of a refusal, and of what is longer than an answer can be, no more is read than is worth showing.
 */
export async function readBody({ body, ok }: Response, maxChars: number): Promise<Body> {
  const decoder = new TextDecoder();
  const hash = createHash('sha256');
  let text = '';
  let limit: number | null = null;
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    hash.update(chunk);
    // Looked at once: looking into a text that is still growing copies it.
    if (limit === null && text.length > 0) limit = ok && /^\s*\{/.test(text) ? maxChars : EXCERPT_CHARS;
    if (limit !== null && text.length > limit) return { text: text.slice(0, EXCERPT_CHARS), digest: '' };
  }
  return { text: text + decoder.decode(), digest: hash.digest('base64') };
}

/** `Retry-After` in either form (RFC 9110, 10.2.3), as milliseconds from now. */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
