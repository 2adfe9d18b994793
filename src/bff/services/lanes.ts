/** A few pieces of work at a time in each lane, first come first served; what has not begun can still be given up. */
export interface Lanes {
  /** Rejects as the work does, or with the signal's reason when it aborts before its turn. */
  run<T>(lane: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

interface Lane {
  running: number;
  /** In the order of their coming: a Set lets one that left go without a search. */
  waiting: Set<() => void>;
}

export function createLanes(atOnce: number): Lanes {
  const lanes = new Map<string, Lane>();

  async function turn(lane: Lane, signal: AbortSignal): Promise<void> {
    if (lane.running < atOnce) {
      lane.running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        lane.waiting.delete(begin);
        reject(signal.reason);
      };
      // The place is handed over as it is: it never counts as free in between.
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      lane.waiting.add(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function done(name: string, lane: Lane): void {
    const [next] = lane.waiting;
    if (next) {
      lane.waiting.delete(next);
      next();
    } else if (--lane.running === 0) lanes.delete(name);
  }

  return {
    async run(name, signal, work) {
      signal.throwIfAborted();
      const lane = lanes.get(name) ?? { running: 0, waiting: new Set() };
      lanes.set(name, lane);
      await turn(lane, signal);
      try {
        return await work();
      } finally {
        done(name, lane);
      }
    },
  };
}
