import { lingui } from '@lingui/vite-plugin';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take the longest, most of it waiting. A fresh clone knows no durations and would begin some of them last, alone. */
const FIRST = [
  'scripts/crash/crash.test.ts',
  'src/faults-over-tcp.test.ts',
  'src/ledger/postgres-ledger.test.ts',
  'src/doctor.test.ts',
  'src/ledger/sqlite-ledger.test.ts',
  'src/server-on-postgres.test.ts',
  'src/cloud-mode.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = FIRST.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? FIRST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  plugins: [lingui({ macroTransform: true, cwd: import.meta.dirname })],
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
