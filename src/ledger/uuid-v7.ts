/** Ids that sort by time (RFC 9562, version 7): 48 bits of epoch milliseconds, a counter within the millisecond, and chance. */
import { randomBytes } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LAST_TIME_MS = 2 ** 48 - 1;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Ids of the same millisecond come in order, as long as the clock does not step back. */
export function createIds(): (atMs: number) => string {
  let lastMs = -1;
  let counter = 0;
  return (atMs) => {
    const bytes = randomBytes(16);
    counter = atMs === lastMs ? counter + 1 : bytes.readUInt16BE(6) & 0x7ff;
    lastMs = atMs;
    bytes.writeUIntBE(atMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | (counter & 0xfff), 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return format(bytes);
  };
}

/** No id of this millisecond or later sorts before it, none of an earlier one after it. */
export function lowestIdAt(atMs: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.min(Math.max(0, Math.trunc(atMs)), LAST_TIME_MS), 0, 6);
  return format(bytes);
}

function format(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
