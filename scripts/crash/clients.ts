/**
 * People at their browsers: each reviews a submission, sends it with a key of its own, and sends it again with the same key for
 * as long as no answer comes, as the console does. Some press the button twice, some come back later and ask once more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from '../../src/contract/define.ts';
import type { Attempt, Claim } from './judge.ts';
import type { Random } from './random.ts';

export interface Task {
  projectId: string;
  group: string | null;
  isAsync: boolean;
  /** A package that others put in place too, or null. */
  shared: string | null;
}

export interface ClientOptions {
  /** Of the server under test. */
  address: string;
  random: Random;
  /** Puts an object of that name into the store; its `obs://` address. */
  putObject(name: string): Promise<string>;
  /** Resolves with the next piece of work once there is any; null when there is no more. */
  nextTask(): Promise<Task | null>;
  attempts: Attempt[];
}

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape, from servers of every kind
  body: any;
}

const ASK_TWICE = 0.15;
const ASK_LATER = 0.15;
const ANSWER_MS = 20_000;

export async function runClient({ address, random, putObject, nextTask, attempts }: ClientOptions): Promise<void> {
  for (let task = await nextTask(); task; task = await nextTask()) {
    // A review that was refused, or turned out not to be sent, is made once more: another key, another package.
    while (!(await submitOnce(task))) await pause();
  }

  /** Whether it went out, as far as anybody knows. */
  async function submitOnce(task: Task): Promise<boolean> {
    const marker = `s${attempts.length}.csv`;
    const attempt: Attempt = { key: `key-${attempts.length}`, marker, told: [], ids: [] };
    attempts.push(attempt);
    const paths = [await putObject(marker), ...(task.shared ? [await putObject(task.shared)] : [])];
    const form = { group: task.group, kind: 'file', isAsync: task.isAsync, tags: [], paths };
    const base = `${address}/api/projects/${task.projectId}`;
    let plan = await ask(`${base}/plan`, form);
    while (plan.status !== 200) {
      await pause();
      plan = await ask(`${base}/plan`, form);
    }
    const submit = async () => {
      let claim: Claim | null = null;
      while (claim === null) {
        claim = claimOf(await ask(`${base}/submissions`, { ...form, token: plan.body.token }, attempt.key), attempt);
        if (claim === null) await pause();
      }
      attempt.told.push(claim);
      return claim;
    };
    const claims = await Promise.all(random.chance(ASK_TWICE) ? [submit(), submit()] : [submit()]);
    if (random.chance(ASK_LATER)) {
      await pause();
      // Kept for longer than any of this takes: what was sent, is known. What was not may be sent now.
      claims.push(await submit());
    }
    return claims.some((claim) => claim !== 'refused' && claim !== 'notSent');
  }

  async function pause(): Promise<void> {
    await sleep(random.between(30, 150));
  }
}

/** Null where nobody answered, or nothing was sent and the same key may be tried again. */
function claimOf({ status, body }: Answer, { ids }: Attempt): Claim | null {
  if (status === 200) {
    ids.push(body.id);
    return body.outcome;
  }
  if (status === 0 || status === 429 || status >= 500) return null;
  if (body?.code === 'group_changed') return 'notSent';
  throw new Error(`a submit was answered ${status} ${JSON.stringify(body)}`);
}

/** Status 0 where the connection was refused or broke. */
export async function ask(url: string, body?: object, key?: string): Promise<Answer> {
  const headers = { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', ...(key ? { [IDEMPOTENCY_HEADER]: key } : {}) };
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await fetch(url, { headers, signal, ...sent });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : null };
  } catch {
    return { status: 0, body: null };
  }
}
