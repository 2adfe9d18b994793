/** Just enough of the ZIP format (PKWARE APPNOTE 6.3.10) to write small jars and wheels: no Zip64, no encryption, no comments. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Slashes between folders, none in front. */
  name: string;
  content: Uint8Array;
}

const VERSION_NEEDED = 20;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
// 1980-01-01 00:00, the earliest time the format can say: equal contents make equal bytes.
const DOS_TIME = 0;
const DOS_DATE = 0x21;

export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(content, { level: 9 });
    const sizes = [crc32(content), packed.length, content.length];
    const common = Buffer.concat([u16(VERSION_NEEDED, UTF8_NAMES, DEFLATE, DOS_TIME, DOS_DATE), u32(...sizes), u16(nameBytes.length, 0)]);
    const local = Buffer.concat([u32(0x04034b50), common, nameBytes, packed]);
    central.push(Buffer.concat([u32(0x02014b50), u16(VERSION_NEEDED), common, u16(0, 0, 0), u32(0, offset), nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([u32(0x06054b50), u16(0, 0, entries.length, entries.length), u32(directory.length, offset), u16(0)]);
  return Buffer.concat([...locals, directory, end]);
}

function u16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, index * 2);
  return buffer;
}

function u32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}
