/**
 * The n-th call to the cloud fails, for every n from the review until the package is ready, in every way a call can fail; IAM's
 * calls are among them. Judged by the local cloud's own log: no key is sent twice, and the record says what it says.
 */
import { expect, test } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { GroupView } from './contract/groups.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createCloud } from './dli/cloud.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import { Secret } from './dli/secret.ts';
import type { Fetch } from './dli/transport.ts';
import { openLedger } from './ledger/ledger.ts';
import { sqliteConnection } from './ledger/sqlite.ts';
import type { LoggedCall } from './local-cloud/request-log.ts';
import { SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const ENDPOINT = 'https://dli.local.myhuaweicloud.com';
const clock = createFakeClock(Date.now());
const calls: LoggedCall[] = [];
const { cloud } = sampleCloud({ clock: clock.now, settings: { requireAuth: true }, requestLog: (call) => void calls.push(call) });

const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const answerOf = (status: number, body: string, type: string) => new Response(body, { status, headers: { 'Content-Type': type } });

/** What becomes of a call in place of its answer; `deliver` hands it to the cloud. */
const FAULTS: Record<string, (deliver: () => Promise<Response>) => Response | Promise<Response>> = {
  'the connection is refused': () => Promise.reject(failed('ECONNREFUSED')),
  'the connection is reset before the call arrives': () => Promise.reject(failed('ECONNRESET')),
  'the connection is reset after the call arrived': (deliver) => deliver().then(() => Promise.reject(failed('ECONNRESET'))),
  'the gateway answers 500': () => answerOf(500, '{"error_code":"APIGW.0601","error_msg":"Internal server error"}', 'application/json'),
  'somebody answers 503': () => answerOf(503, '', 'text/plain'),
  'a gateway answers 502 for a call that arrived': (deliver) =>
    deliver().then(() => answerOf(502, '<html>Bad Gateway</html>', 'text/html')),
  'the answer is cut in the middle': (deliver) => deliver().then(cutBody),
  'no answer ever comes': (deliver) => deliver().then(() => new Promise(() => {})),
};

async function cutBody(response: Response): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  const halves = [whole.slice(0, whole.length / 2)];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const half = halves.shift();
      if (half) controller.enqueue(half);
      else controller.error(failed('UND_ERR_SOCKET'));
    },
  });
  return new Response(body, response);
}

/** Lets time pass until it is done. */
async function inTime<T>(work: Promise<T>, stepMs = 20): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  while (!isDone) await clock.advance(stepMs);
  return done;
}

function start(fetch: Fetch) {
  const login = {
    kind: 'password',
    user: 'alice',
    password: new Secret('sample-password-of-alice'),
    domain: 'sample-account',
  } as const;
  const source = { login, variables: [], region: 'cn-north-4', projectId: 'local', projectName: 'local' };
  const { dli } = createCloud({ source, fetch, clock, endpoints: { dli: ENDPOINT, iam: ENDPOINT }, tries: { random: () => 0.5 } });
  const opening = openLedger(sqliteConnection(':memory:'));
  return opening.then((ledger) => {
    const projects = everyProject({ dli, obs: cloud.store, region: 'local' });
    const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
    return { ledger, ...createApp({ projects, clock, log: quietLog(), config, ledger }) };
  });
}

const base = '/api/projects/local';
const TRIES = 10;

async function untilOk(ask: () => Response | Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await inTime(Promise.resolve(ask()));
    if (answer.status === 200 || tries === TRIES) return answer;
    await clock.advance(2_000);
  }
}

let runs = 0;

/** Review, submit, watch until it is ready, as somebody would who is not put off by a failure; how many calls that took. */
async function runThrough(failAt: number, fault: (typeof FAULTS)[string]): Promise<number> {
  let made = 0;
  const { app, ledger, dispose } = await start((request) => {
    const deliver = () => cloud.fetch(request);
    return ++made === failAt ? fault(deliver) : deliver();
  });
  const group = `run-${++runs}`;
  const form: SubmissionRequest = { group, kind: 'file', isAsync: true, tags: [], paths: [SAMPLES.csv] };
  const arrivals = () =>
    calls.filter(({ path: called, body }) => called.endsWith('/resources') && JSON.stringify(body).includes(`"${group}"`));
  const where = `call ${failAt}`;

  let isThere = false;
  for (let key = 1; !isThere; key++) {
    expect(key, `${where}: it never arrives`).toBeLessThan(4);
    const before = arrivals().length;
    const { token } = Plan.parse(await (await untilOk(() => send(app, `${base}/plan`, form))).json());
    const submit = async () =>
      Submission.parse(await (await untilOk(() => send(app, `${base}/submissions`, { ...form, token }, `${group}-${key}`))).json());
    const { id } = await submit();
    const now = async () => Submission.parse(await (await untilOk(() => read(app, `${base}/submissions/${id}`))).json());
    let seen = await now();
    // Settled 45 s after it was sent, and tried again for two minutes where the group cannot be read then.
    for (let waited = 0; (seen.outcome === 'sending' || (seen.outcome === 'unknown' && !seen.settlement)) && waited < 200; waited++) {
      await clock.advance(1_000);
      seen = await now();
    }
    const arrived = arrivals().length - before;
    expect(arrived, where).toBeLessThanOrEqual(1);
    const says = seen.settlement?.verdict ?? seen.outcome;
    expect(says, where).toBe(arrived === 1 ? (seen.settlement ? 'arrived' : 'accepted') : seen.settlement ? 'not_found' : 'refused');
    // Whoever asks again with the same key is told the same, and nothing goes out.
    expect((await submit()).id, where).toBe(id);
    expect(arrivals().length - before, where).toBe(arrived);
    isThere = arrived === 1;
  }

  const status = async () => {
    const fresh = { 'Cache-Control': 'no-cache' };
    const view = await (await untilOk(() => read(app, `${base}/group?name=${group}`, fresh))).json();
    return GroupView.parse(view).packages.items[0]?.status;
  };
  await cloud.whenIdle();
  for (let polls = 0; (await status()) !== 'ready'; polls++) {
    expect(polls, `${where}: it is never ready`).toBeLessThan(20);
    await clock.advance(3_000);
  }
  // What reads told is written beside the answers.
  await inTime(dispose());
  expect(await ledger.unfinished(), where).toEqual([]);
  await ledger.dispose();
  return made;
}

test.each(Object.entries(FAULTS))('%s', async (_name, fault) => {
  let n = 1;
  while ((await runThrough(n, fault)) >= n) n++;
  // Sign-in, list, list, upload, list, list.
  expect(n).toBeGreaterThan(5);
});
