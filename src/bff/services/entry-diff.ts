/** A submission beside the one before it. Pure. */
import { type EntryDiff, HISTORY_NAMES_MAX } from '../../contract/activity.ts';
import type { SubmittedItem } from '../../ledger/entry.ts';

export type SubmittedObject = Pick<SubmittedItem, 'name' | 'obsUri' | 'source'>;
type Part = Exclude<keyof EntryDiff, 'since'>;

export function diffOf(items: readonly SubmittedObject[], earlier: readonly SubmittedObject[]): Omit<EntryDiff, 'since'> {
  const names: Record<Part, string[]> = { added: [], replaced: [], same: [], unclear: [], leftOut: [] };
  const before = new Map(earlier.map((item) => [item.name, item]));
  for (const item of items) {
    const old = before.get(item.name);
    names[old ? changeOf(item, old) : 'added'].push(item.name);
    before.delete(item.name);
  }
  names.leftOut.push(...before.keys());
  const told = (part: Part) => ({ count: names[part].length, names: names[part].slice(0, HISTORY_NAMES_MAX) });
  return { added: told('added'), replaced: told('replaced'), same: told('same'), unclear: told('unclear'), leftOut: told('leftOut') };
}

/** The ETag stands for the bytes, wherever they lie; without it another size proves other bytes, and an equal one nothing. */
function changeOf(item: SubmittedObject, old: SubmittedObject): 'replaced' | 'same' | 'unclear' {
  const [now, then] = [item.source, old.source];
  if (now?.etag && then?.etag) return now.etag === then.etag ? 'same' : 'replaced';
  if (item.obsUri === old.obsUri && now?.versionId && now.versionId === then?.versionId) return 'same';
  const sizes = [now?.sizeBytes, then?.sizeBytes];
  return sizes.every((size) => typeof size === 'number') && sizes[0] !== sizes[1] ? 'replaced' : 'unclear';
}
