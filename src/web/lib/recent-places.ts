/** The folders that files were picked from last, per project, in this browser. Nothing is kept where storage is refused. */
import * as z from 'zod/mini';
import { isBucketName } from '../../domain/obs-path.ts';
import type { ObjectPlace } from './object-place.ts';

const Places = z.array(z.object({ bucket: z.string().check(z.refine(isBucketName)), prefix: z.string().check(z.maxLength(1024)) }));
const MAX = 6;

type PlaceStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Newest first. */
export function readPlaces(store: PlaceStore, projectId: string): ObjectPlace[] {
  try {
    const read = z.safeParse(Places, JSON.parse(store.getItem(keyOf(projectId)) ?? '[]'));
    return read.success ? read.data.slice(0, MAX) : [];
  } catch {
    return [];
  }
}

/** `places` in the order they were used, the newest last. */
export function rememberPlaces(store: PlaceStore, projectId: string, places: readonly ObjectPlace[]): void {
  const all = [...places.toReversed(), ...readPlaces(store, projectId)];
  const fresh = all.filter((one, index) => all.findIndex((other) => isSamePlace(one, other)) === index);
  const kept = fresh.slice(0, MAX).map(({ bucket, prefix }) => ({ bucket, prefix }));
  try {
    store.setItem(keyOf(projectId), JSON.stringify(kept));
  } catch {
    // They are a convenience: a browser that keeps nothing has none.
  }
}

export function isSamePlace(a: ObjectPlace, b: ObjectPlace): boolean {
  return a.bucket === b.bucket && a.prefix === b.prefix;
}

/** This browser's storage, or one that keeps nothing. */
export function browserStorage(): PlaceStore {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

function keyOf(projectId: string): string {
  return `groupage.places.${projectId}`;
}
