/**
 * Takes credentials out of what is about to be stored. Nothing hands any over on purpose; what DLI or a gateway echoes in an
 * answer is not ours to trust.
 */
import type { JsonObject } from './entry.ts';

const HIDDEN = '[not kept]';
/** Whatever has one of these words in its name, and `sk`, as Huawei's tools call a secret key. */
const SECRET_NAME = /authorization|cookie|token|passw(or)?d|secret|credential|private_?key|api_?key|^sk$/i;
/** The signature of an address that opens an object to whoever has it. */
const SIGNED = /([?&](?:x-(?:amz|obs|sdk)-(?:signature|security-token)|signature)=)[^&\s"']+/gi;
/** In a text that something else wrote: headers as they were sent. */
const SAID =
  /((?:x-(?:auth|subject|security)-token|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+)?)[^\s"',;]+|(\bbearer\s+)[\w.~+/=-]{16,}/gi;

export function withoutSecrets(value: JsonObject): JsonObject {
  return clean(value) as JsonObject; // an object stays one
}

/** For single texts, such as a note. */
export function withoutSignatures(text: string): string {
  return text.replace(SIGNED, `$1${HIDDEN}`);
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return withoutSignatures(value).replace(SAID, `$1$2${HIDDEN}`);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  // A tag, or a header as a pair: its name is a value too.
  const isSecretPair = 'key' in value && typeof value.key === 'string' && SECRET_NAME.test(value.key);
  const isHidden = (name: string) => SECRET_NAME.test(name) || (isSecretPair && name === 'value');
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, isHidden(name) ? HIDDEN : clean(held)]));
}
