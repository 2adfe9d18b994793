/**
 * Takes credentials out of what is about to be stored. Nothing hands any over on purpose; what DLI or a gateway echoes in an
 * answer is not ours to trust.
 */
import type { JsonObject } from './entry.ts';

const HIDDEN = '[not kept]';
const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-(auth|subject|security)-token|(security|session|access)_?token|password|secret(_?(access_?)?key)?|sk)$/i;
/** The signature of an address that opens an object to whoever has it. */
const SIGNED = /([?&](?:x-(?:amz|obs|sdk)-(?:signature|security-token)|signature)=)[^&\s"']+/gi;

export function withoutSecrets(value: JsonObject): JsonObject {
  return clean(value) as JsonObject; // an object stays one
}

/** For single texts, such as a note. */
export function withoutSignatures(text: string): string {
  return text.replace(SIGNED, `$1${HIDDEN}`);
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return withoutSignatures(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, SECRET_NAME.test(name) ? HIDDEN : clean(held)]));
}
