/** What is in the samples: real formats, the same bytes every time. */
import { createCipheriv, createHash } from 'node:crypto';
import { zipFile } from './zip-file.ts';

/** A jar that `jar tf` and a JVM accept: a manifest, one empty class and a text. */
export function jarFile(className: string): Buffer {
  const path = `com/example/groupage/${className}`;
  const manifest = `Manifest-Version: 1.0\r\nCreated-By: Groupage sample\r\nMain-Class: ${path.replaceAll('/', '.')}\r\n\r\n`;
  return zipFile([
    { name: 'META-INF/MANIFEST.MF', content: Buffer.from(manifest) },
    { name: `${path}.class`, content: emptyClass(path) },
    { name: 'README.txt', content: Buffer.from(`A sample of Groupage's local cloud. ${className} does nothing.\n`) },
  ]);
}

/** `public class X extends Object {}` without a constructor, as Java 8 class-file bytes (JVM specification, chapter 4). */
function emptyClass(path: string): Buffer {
  const utf8 = (text: string) => Buffer.concat([Buffer.from([1, text.length >> 8, text.length & 0xff]), Buffer.from(text)]);
  const classAt = (index: number) => Buffer.from([7, 0, index]);
  return Buffer.concat([
    Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 5]),
    utf8(path),
    classAt(1),
    utf8('java/lang/Object'),
    classAt(3),
    Buffer.from([0x00, 0x21, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
}

export function wheelFile(): Buffer {
  const files = [
    {
      name: 'sample_lib/__init__.py',
      text: '"""A sample of Groupage\'s local cloud."""\n\n__version__ = "1.0.0"\n\n\ndef greet(name):\n    return f"Hello, {name}"\n',
    },
    {
      name: 'sample_lib-1.0.0.dist-info/METADATA',
      text: 'Metadata-Version: 2.1\nName: sample-lib\nVersion: 1.0.0\nSummary: A sample package\n',
    },
    {
      name: 'sample_lib-1.0.0.dist-info/WHEEL',
      text: 'Wheel-Version: 1.0\nGenerator: groupage\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
  ].map(({ name, text }) => ({ name, content: Buffer.from(text) }));
  const record = files.map(
    ({ name, content }) => `${name},sha256=${createHash('sha256').update(content).digest('base64url')},${content.length}\n`,
  );
  const recordName = 'sample_lib-1.0.0.dist-info/RECORD';
  return zipFile([...files, { name: recordName, content: Buffer.from(`${record.join('')}${recordName},,\n`) }]);
}

export const PYTHON_JOB = `"""A sample job of Groupage's local cloud: counts orders by country."""
import csv
import sys
from collections import Counter

from sample_helpers import country_of


def main(path):
    with open(path, newline="", encoding="utf-8") as file:
        counts = Counter(country_of(row) for row in csv.DictReader(file))
    for country, count in counts.most_common():
        print(f"{country},{count}")


if __name__ == "__main__":
    main(sys.argv[1])
`;

export const PYTHON_HELPERS = `"""A sample module of Groupage's local cloud."""


def country_of(row):
    return row["country"].strip().upper()
`;

const COUNTRIES = ['de', 'fr', 'cn', 'br', 'za', 'mx', 'tr', 'sg'];

export function ordersCsv(rows: number): Buffer {
  const lines = ['order_id,country,amount'];
  for (let i = 1; i <= rows; i++) lines.push(`${i},${COUNTRIES[(i * 7) % COUNTRIES.length]},${((i * 7919) % 100_000) / 100}`);
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Bytes that look random and do not compress, the same for the same name: a model file, without being one. */
export function* noise(name: string, sizeBytes: number): Generator<Buffer> {
  const key = createHash('sha256').update(name).digest();
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  const zeros = Buffer.alloc(1024 * 1024);
  for (let left = sizeBytes; left > 0; left -= zeros.length) yield cipher.update(zeros.subarray(0, Math.min(left, zeros.length)));
}
