import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ListedObject } from '../../contract/objects.ts';
import { formatObsUri } from '../../domain/obs-path.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { type ObjectPlace, objectId } from '../lib/object-place.ts';

export interface PickedObject extends ListedObject {
  bucket: string;
}

export interface Picks {
  /** By `bucket/key`, in the order they were picked. */
  all: ReadonlyMap<string, PickedObject>;
  /** How many more there is room for. */
  room: number;
  /** The last pick found no room for some. */
  isCut: boolean;
  change: (bucket: string, objects: readonly ListedObject[], isPicked: boolean) => void;
  clear: () => void;
}

/** What is picked, over all folders: going elsewhere leaves it as it is. `max`: as many as the form can take. */
export function usePicks(max: number): Picks {
  const { t } = useLingui();
  const announce = useAnnounce();
  const [all, setAll] = useState<ReadonlyMap<string, PickedObject>>(new Map());
  const [isCut, setCut] = useState(false);
  return {
    all,
    room: Math.max(0, max - all.size),
    isCut,
    change(bucket, objects, isPicked) {
      const next = new Map(all);
      let cut = false;
      for (const object of objects) {
        const id = objectId({ bucket, key: object.key });
        if (!isPicked) next.delete(id);
        else if (next.has(id) || next.size < max) next.set(id, { ...object, bucket });
        else cut = true;
      }
      setAll(next);
      setCut(cut);
      const count = next.size;
      announce(t`${count} selected`);
    },
    clear() {
      setAll(new Map());
      setCut(false);
    },
  };
}

export function pathsOf({ all }: { all: Picks['all'] }): string[] {
  return [...all.values()].map(formatObsUri);
}

/** The folders they were picked from, in order. */
export function placesOf({ all }: { all: Picks['all'] }): ObjectPlace[] {
  return [...all.values()].map(({ bucket, key }) => ({ bucket, prefix: key.slice(0, key.lastIndexOf('/') + 1) }));
}

export function isArchived({ storageClass }: { storageClass: ListedObject['storageClass'] }): boolean {
  return storageClass === 'archive' || storageClass === 'deep_archive';
}
