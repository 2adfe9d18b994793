/** For tests: appends until it is killed, and says so only of what was answered. Arguments: the database's URL or '', the data folder. */
import { writeSync } from 'node:fs';
import { openLedger } from './ledger.ts';
import { connectionTo } from './place.ts';
import { accepted, keyOf, sent, submissionOf } from './test-ledger.ts';

const [url = '', dataDir = ''] = process.argv.slice(2);
const ledger = await openLedger(await connectionTo({ databaseUrl: url === '' ? null : url, dataDir }));
for (let n = 0; ; n++) {
  const { entry } = await ledger.begin(submissionOf({ createdAt: Date.now() }), keyOf(`${process.pid}-${n}`));
  writeSync(1, `${entry.id} 1\n`);
  await ledger.record(entry.id, sent());
  writeSync(1, `${entry.id} 2\n`);
  await ledger.record(entry.id, accepted());
  writeSync(1, `${entry.id} 3\n`);
}
