import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatcher } from './batcher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers a question with itself when the test says so. */
function open({ size = 50, atOnce = 2 } = {}) {
  const requests: { questions: string[]; signal: AbortSignal; answer: () => void; fail: (error: Error) => void }[] = [];
  const ask = createBatcher<string, string>({
    size,
    atOnce,
    gatherMs: 20,
    groupOf: (question) => question.split(' ')[0] ?? '',
    send: (questions, signal) =>
      new Promise((resolve, reject) => requests.push({ questions, signal, answer: () => resolve(questions), fail: reject })),
  });
  return { ask, requests, never: new AbortController().signal };
}
const gather = () => vi.advanceTimersByTimeAsync(20);

describe('a batcher', () => {
  it('sends a thousand questions fifty at a time, two requests at once', async () => {
    const { ask, requests, never } = open();
    const all = Array.from({ length: 1000 }, (_, index) => ask(`p ${index}`, never));
    await gather();
    expect(requests.map((request) => request.questions.length)).toEqual([50, 50]);
    for (let sent = 0; sent < 20; sent++) {
      requests[sent]?.answer();
      await vi.advanceTimersByTimeAsync(0);
      expect(requests.length).toBe(Math.min(20, sent + 3));
    }
    expect(await Promise.all(all)).toEqual(Array.from({ length: 1000 }, (_, index) => `p ${index}`));
  });

  it('keeps groups apart', async () => {
    const { ask, requests, never } = open();
    void ask('a 1', never);
    void ask('b 1', never);
    void ask('a 2', never);
    await gather();
    expect(requests.map((request) => request.questions)).toEqual([['a 1', 'a 2'], ['b 1']]);
  });

  it('drops what nobody asks any more, and ends a request nobody waits for', async () => {
    const { ask, requests, never } = open({ size: 2, atOnce: 1 });
    const stops = [0, 1, 2].map(() => new AbortController());
    const asked = stops.map(({ signal }, index) => ask(`p ${index}`, signal).catch(() => 'gone'));
    const last = ask('p 3', never);
    await gather();
    stops[2]?.abort();
    stops[0]?.abort();
    expect(requests[0]?.signal.aborted).toBe(false);
    stops[1]?.abort();
    expect(requests[0]?.signal.aborted).toBe(true);
    requests[0]?.fail(new Error('aborted'));
    await vi.advanceTimersByTimeAsync(0);
    expect(requests[1]?.questions).toEqual(['p 3']);
    requests[1]?.answer();
    expect(await Promise.all([...asked, last])).toEqual(['gone', 'gone', 'gone', 'p 3']);
  });

  it('tells a failure to all who asked, and goes on', async () => {
    const { ask, requests, never } = open({ size: 1, atOnce: 1 });
    const first = ask('p 1', never);
    const second = ask('p 2', never);
    await gather();
    requests[0]?.fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    requests[1]?.answer();
    expect(await second).toBe('p 2');
  });
});
