/**
 * Paths on their way from the OBS browser to the New submission form: a thousand of them find no room in an address, so the
 * address names what this tab keeps. Only the latest are kept.
 */
import * as z from 'zod/mini';
import { PATHS_MAX } from '../../domain/names.ts';

const Picked = z.object({ id: z.string(), paths: z.array(z.string()).check(z.minLength(1), z.maxLength(PATHS_MAX)) });

type PickedStore = Pick<Storage, 'getItem' | 'setItem'>;

/** What the address calls them; null where the browser would not keep them. */
export function keepPicked(store: PickedStore, projectId: string, paths: readonly string[]): string | null {
  const id = Math.random().toString(36).slice(2, 10);
  try {
    store.setItem(keyOf(projectId), JSON.stringify({ id, paths }));
    return id;
  } catch {
    return null;
  }
}

/** Null where this tab keeps others, or none. */
export function readPicked(store: PickedStore, projectId: string, id: string): string[] | null {
  try {
    const read = z.safeParse(Picked, JSON.parse(store.getItem(keyOf(projectId)) ?? 'null'));
    return read.success && read.data.id === id ? read.data.paths : null;
  } catch {
    return null;
  }
}

function keyOf(projectId: string): string {
  return `groupage.picked.${projectId}`;
}
