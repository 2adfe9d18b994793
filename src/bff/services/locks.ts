/** Who may change a group now, first come first served: one submission alone, or any number of operations side by side. */
export interface Locks {
  /** Resolves, when the turn has come, with the function that ends it. Never beside any other holder. */
  acquire(key: string): Promise<() => void>;
  /** The same, but beside other holders of this kind. */
  acquireShared(key: string): Promise<() => void>;
}

interface Queue {
  /** Ends with the last exclusive holder that has come. */
  exclusive: Promise<unknown>;
  /** The ends of the shared holders that came after it. */
  shared: Promise<void>[];
  holders: number;
}

export function lockKey(projectId: string, group: string | null): string {
  return JSON.stringify([projectId, group]);
}

export function createLocks(): Locks {
  const queues = new Map<string, Queue>();

  function queueOf(key: string): Queue {
    let queue = queues.get(key);
    if (!queue) {
      queue = { exclusive: Promise.resolve(), shared: [], holders: 0 };
      queues.set(key, queue);
    }
    return queue;
  }

  async function enter(key: string, isShared: boolean): Promise<() => void> {
    const queue = queueOf(key);
    queue.holders++;
    let isOver = false;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    let before = queue.exclusive;
    if (isShared) {
      queue.shared.push(over);
    } else {
      before = Promise.all([before, ...queue.shared]);
      queue.exclusive = before.then(() => over);
      queue.shared = [];
    }
    await before;
    return () => {
      if (isOver) return;
      isOver = true;
      end();
      if (--queue.holders === 0) queues.delete(key);
    };
  }

  return { acquire: (key) => enter(key, false), acquireShared: (key) => enter(key, true) };
}
