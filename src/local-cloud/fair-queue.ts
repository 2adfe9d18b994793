/** Runs jobs a few at a time. Among those waiting, owners take turns, so one long submission does not hold up the others. */
export interface FairQueue {
  /** `run` must not reject. */
  add(owner: string, run: () => Promise<void>): void;
}

interface Line {
  jobs: (() => Promise<void>)[];
  /** Index of the oldest: shifting a long array would move all of it every time. */
  head: number;
}

export function createFairQueue({ concurrency }: { concurrency: number }): FairQueue {
  // A Map keeps insertion order: the owner served is taken out and, with jobs left, put back at the end.
  const lines = new Map<string, Line>();
  let running = 0;

  function startNext(): void {
    while (running < concurrency) {
      const turn = lines.entries().next();
      if (turn.done) return;
      const [owner, line] = turn.value;
      lines.delete(owner);
      const run = line.jobs[line.head++];
      if (line.head < line.jobs.length) lines.set(owner, line);
      if (!run) continue;
      running++;
      void run().finally(() => {
        running--;
        startNext();
      });
    }
  }

  return {
    add(owner, run) {
      const line = lines.get(owner);
      if (line) line.jobs.push(run);
      else lines.set(owner, { jobs: [run], head: 0 });
      startNext();
    },
  };
}
