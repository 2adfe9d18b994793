/**
 * Pictures that are committed: the same PNG with a palette of at most 256 colours, about a third of the bytes.
 * For what a browser's screenshot is (8 bits, RGB or RGBA and opaque, not interlaced); anything else throws.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const COLOURS = 256;
const BYTES_OF: Record<number, number> = { 2: 3, 6: 4 };

export function shrinkPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = paletteOf(counts);
  const indexes = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height); // each row begins with 0: not filtered, best for indexes
  pixels.forEach((colour, at) => {
    let index = indexes.get(colour);
    if (index === undefined) indexes.set(colour, (index = nearest(palette, colour)));
    rows[at + Math.floor(at / width) + 1] = index;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits each, with a palette
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Picture {
  width: number;
  height: number;
  /** 0xRRGGBB, row by row. */
  pixels: Uint32Array;
}

function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  let header = Buffer.alloc(13);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = Buffer.from(body);
    if (type === 'IDAT') parts.push(body);
    at += length + 12;
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const size = BYTES_OF[header[9] ?? 0];
  if (header[8] !== 8 || size === undefined || header[12] !== 0) throw new Error('not a PNG as screenshots are');
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  let above = new Uint8Array(stride);
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const line = unfilter(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + stride), above, size);
    for (let x = 0; x < width; x += 1) {
      const at = x * size;
      pixels[y * width + x] = ((line[at] ?? 0) << 16) | ((line[at + 1] ?? 0) << 8) | (line[at + 2] ?? 0);
    }
    above = line;
  }
  return { width, height, pixels };
}

/** PNG, section 9: each byte was written as its difference from those before and above. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const line = Uint8Array.from(row);
  for (let i = 0; i < line.length; i += 1) {
    const left = i < size ? 0 : (line[i - size] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < size ? 0 : (above[i - size] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    line[i] = (row[i] ?? 0) + guess;
  }
  return line;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The commonest colours as they are; of the rest, those that are farthest from what is taken come in by their weight. */
function paletteOf(counts: Map<number, number>): number[] {
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  if (byCount.length <= COLOURS) return byCount;
  const palette = byCount.slice(0, COLOURS / 2);
  const rest = byCount
    .slice(COLOURS / 2)
    .map((colour) => ({ colour, weight: Math.sqrt(counts.get(colour) ?? 0), far: Number.POSITIVE_INFINITY }));
  let fresh = palette;
  while (palette.length < COLOURS) {
    for (const one of rest) for (const taken of fresh) one.far = Math.min(one.far, distance(one.colour, taken));
    const next = rest.reduce((best, one) => (one.far * one.weight > best.far * best.weight ? one : best));
    palette.push(next.colour);
    fresh = [next.colour];
  }
  return palette;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  palette.forEach((one, index) => {
    const far = distance(one, colour);
    if (far < least) [best, least] = [index, far];
  });
  return best;
}

function parts(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function distance(one: number, other: number): number {
  const [r, g, b] = parts(one);
  const [r2, g2, b2] = parts(other);
  return (r - r2) ** 2 + (g - g2) ** 2 + (b - b2) ** 2;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
