/** One holder a key at a time, first come first served. */
export interface Locks {
  /** Resolves, when the turn has come, with the function that ends it. */
  acquire(key: string): Promise<() => void>;
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<void>>();
  return {
    async acquire(key) {
      const before = tails.get(key);
      let release = () => {};
      const mine = new Promise<void>((resolve) => {
        release = resolve;
      });
      const tail = (before ?? Promise.resolve()).then(() => mine);
      tails.set(key, tail);
      await before;
      return () => {
        release();
        if (tails.get(key) === tail) tails.delete(key);
      };
    },
  };
}
