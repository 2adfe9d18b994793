/**
 * `npm run bench`: the figures that docs/benchmarks.md keeps, and its table ready to be pasted. Takes some four minutes;
 * `npm run bench -- reads browser` measures those parts alone. Absolute times depend on the machine, so everything that can
 * be is a ratio to something plain measured in the same run, or a cost in CPU-seconds of the server process.
 */
import { cpus } from 'node:os';
import { benchBrowser } from './bench/browser.ts';
import { benchCopies } from './bench/copies.ts';
import { benchFaults } from './bench/faults.ts';
import { printTable } from './bench/figures.ts';
import { benchLongLists } from './bench/long-lists.ts';
import { benchPreflight } from './bench/preflight.ts';
import { removeFolders } from './bench/processes.ts';
import { benchPassThrough, benchUnchanged } from './bench/reads.ts';
import { benchStart } from './bench/start.ts';

const PARTS: Record<string, () => Promise<void>> = {
  start: benchStart,
  reads: async () => {
    await benchUnchanged();
    await benchPassThrough();
  },
  lists: benchLongLists,
  copies: async () => {
    await benchCopies('1,000 files of 20 kB', 1000, 20_000);
    await benchCopies('one file of 60 MB', 1, 60_000_000);
  },
  preflight: benchPreflight,
  browser: benchBrowser,
  faults: benchFaults,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`);
try {
  for (const name of wanted) {
    const part = PARTS[name];
    if (!part) throw new Error(`there is no part ${name}: ${Object.keys(PARTS).join(', ')}`);
    await part();
  }
  printTable();
} finally {
  removeFolders();
}
