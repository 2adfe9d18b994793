/** How long packages usually take, by what was measured of the latest submissions. */
import type { UsualWait } from './entry.ts';
import { IDS_AT_ONCE, matching } from './read.ts';
import type { Db } from './tables.ts';

const MEASURED_MAX = 500;
/** However much was submitted that nobody watched, the look for what was measured ends here. */
const PACKAGES_LOOKED_AT = 20_000;
const PAGES_LOOKED_AT = 8;

/** Of the latest submissions that DLI accepted, found by the index on outcomes. */
export async function usualWaitIn(db: Db, projectId: string): Promise<UsualWait> {
  const took: number[] = [];
  let lookedAt = 0;
  let below: string | undefined;
  for (let page = 0; page < PAGES_LOOKED_AT && took.length < MEASURED_MAX && lookedAt < PACKAGES_LOOKED_AT; page++) {
    const rows = await matching(db, { projectId, outcome: 'accepted' }, { order: 'desc', ...(below === undefined ? {} : { below }) })
      .select('entries.item_count')
      .limit(IDS_AT_ONCE)
      .execute();
    const ids = rows.flatMap(({ id, item_count }) => {
      lookedAt += item_count;
      return lookedAt - item_count < PACKAGES_LOOKED_AT ? [id] : [];
    });
    took.push(...(await tookIn(db, ids, MEASURED_MAX - took.length)));
    below = rows.at(-1)?.id;
    if (rows.length < IDS_AT_ONCE) break;
  }
  took.sort((a, b) => a - b);
  return { measured: took.length, p95Ms: took[Math.ceil(took.length * 0.95) - 1] ?? null };
}

async function tookIn(db: Db, ids: readonly string[], limit: number): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('items')
    .select('took_ms')
    .where('entry_id', 'in', ids)
    .where('took_ms', 'is not', null)
    .where('status', '=', 'ready')
    .orderBy('entry_id', 'desc')
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => row.took_ms ?? []);
}
