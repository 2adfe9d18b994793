/**
 * What `npm start` tells Node about memory, for whoever starts the console in its place. A long list read anew leaves much
 * behind, and Node, left alone, takes twice the room for it (docs/benchmarks.md). package.json is where the flags stand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: { start: string } }; // our own file
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
