import { expect, it } from 'vitest';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import type { UsualWait } from '../../ledger/entry.ts';
import { quietLog } from '../testing.ts';
import { createUsualWaits, DEFAULT_USUAL_MS, LEAST_USUAL_MS, MEASURED_MIN } from './usual-wait.ts';

function open() {
  const clock = createFakeClock();
  const ledger = { asked: 0, answer: { measured: 0, p95Ms: null } as UsualWait | Error };
  const usualWait = async () => {
    ledger.asked++;
    if (ledger.answer instanceof Error) throw ledger.answer;
    return ledger.answer;
  };
  const waits = createUsualWaits({ ledger: { usualWait }, clock, log: quietLog() });
  const next = async () => {
    waits.of('p');
    await settle();
    return waits.of('p');
  };
  return { clock, ledger, waits, next };
}

it('says five minutes until it knows better, and holds up nobody', async () => {
  const { clock, ledger, waits, next } = open();
  ledger.answer = { measured: MEASURED_MIN, p95Ms: 42_000 };
  expect(waits.of('p')).toEqual({ ms: DEFAULT_USUAL_MS, measured: 0 });
  expect(await next()).toEqual({ ms: 42_000, measured: MEASURED_MIN });
  ledger.answer = { measured: 500, p95Ms: 90_000 };
  await clock.advance(299_999);
  expect(await next()).toMatchObject({ ms: 42_000 });
  expect(ledger.asked).toBe(1);
  await clock.advance(1);
  expect(await next()).toEqual({ ms: 90_000, measured: 500 });
});

it('takes five minutes where too few were measured, and asks again soon', async () => {
  const { clock, ledger, next } = open();
  ledger.answer = { measured: MEASURED_MIN - 1, p95Ms: 42_000 };
  expect(await next()).toEqual({ ms: DEFAULT_USUAL_MS, measured: 0 });
  ledger.answer = { measured: MEASURED_MIN, p95Ms: 42_000 };
  await clock.advance(10_000);
  expect(await next()).toMatchObject({ ms: 42_000 });
});

it('never calls a few seconds long', async () => {
  const { ledger, next } = open();
  ledger.answer = { measured: 100, p95Ms: 300 };
  expect(await next()).toEqual({ ms: LEAST_USUAL_MS, measured: 100 });
});

it('stays with what it knew while the ledger does not answer', async () => {
  const { clock, ledger, next } = open();
  ledger.answer = { measured: 100, p95Ms: 60_000 };
  await next();
  ledger.answer = new Error('gone');
  await clock.advance(300_000);
  expect(await next()).toEqual({ ms: 60_000, measured: 100 });
  expect(await next()).toEqual({ ms: 60_000, measured: 100 });
  expect(ledger.asked).toBe(2);
});
