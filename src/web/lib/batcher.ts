/** Gathers questions that come at nearly the same time into few requests, and sends a few of those at a time. */
export interface BatcherOptions<Question, Reply> {
  /** Answers in the order of the questions. */
  send: (questions: Question[], signal: AbortSignal) => Promise<Reply[]>;
  /** Questions of one request have this in common. */
  groupOf: (question: Question) => string;
  size: number;
  atOnce: number;
  gatherMs: number;
}

interface Asked<Question, Reply> {
  question: Question;
  group: string;
  signal: AbortSignal;
  resolve: (reply: Reply) => void;
  reject: (reason: unknown) => void;
}

/** The answer asks one question. An aborted one leaves the queue; a request ends when nobody waits for any of its answers. */
export function createBatcher<Question, Reply>(options: BatcherOptions<Question, Reply>) {
  const { send, groupOf, size, atOnce, gatherMs } = options;
  let queue: Asked<Question, Reply>[] = [];
  let running = 0;
  let isGathering = false;

  function flush(): void {
    while (running < atOnce) {
      queue = queue.filter((asked) => !asked.signal.aborted);
      const [first] = queue;
      if (!first) return;
      const batch = queue.filter((asked) => asked.group === first.group).slice(0, size);
      queue = queue.filter((asked) => !batch.includes(asked));
      running++;
      void sendBatch(batch).finally(() => {
        running--;
        flush();
      });
    }
  }

  async function sendBatch(batch: Asked<Question, Reply>[]): Promise<void> {
    const stop = new AbortController();
    const leave = () => {
      if (batch.every((asked) => asked.signal.aborted)) stop.abort();
    };
    for (const { signal } of batch) signal.addEventListener('abort', leave);
    try {
      const replies = await send(
        batch.map((asked) => asked.question),
        stop.signal,
      );
      batch.forEach(({ resolve, reject }, index) => {
        const reply = replies[index];
        if (reply === undefined) reject(new Error('fewer answers than questions'));
        else resolve(reply);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { signal } of batch) signal.removeEventListener('abort', leave);
    }
  }

  return (question: Question, signal: AbortSignal): Promise<Reply> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      queue.push({ question, group: groupOf(question), signal, resolve, reject });
      if (isGathering) return;
      isGathering = true;
      setTimeout(() => {
        isGathering = false;
        flush();
      }, gatherMs);
    });
}
