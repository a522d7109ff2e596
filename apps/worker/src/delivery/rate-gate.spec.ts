import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RateGate } from './rate-gate.js';

/** What all workers share, as the database keeps it. */
class Places {
  asked: number[] = [];
  private nextAt = 0;

  readonly reserve = (spacingMs: number, places: number): Promise<number> => {
    this.asked.push(places);
    const at = Math.max(this.nextAt, performance.now());
    this.nextAt = at + spacingMs * places;
    return Promise.resolve(at - performance.now());
  };
}

const fail = (error: Error) => {
  throw error;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets whoever wants go until `ms` are over, asking each gate in turn every millisecond. @returns when requests went */
async function run(gates: RateGate[], perSecond: number, ms: number): Promise<number[]> {
  const went: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end; vi.advanceTimersByTime(1)) {
    for (const gate of gates) if (gate.take(perSecond, performance.now()) === 0) went.push(performance.now());
    await Promise.resolve();
    await Promise.resolve();
  }
  return went;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]!);

it('lets requests through evenly, without a burst after a pause', async () => {
  const gate = new RateGate(new Places().reserve, fail);
  const before = await run([gate], 10, 500);
  vi.advanceTimersByTime(9_000);
  const after = await run([gate], 10, 500);
  for (const times of [before, after]) {
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(times.length).toBeLessThanOrEqual(6);
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(98);
  }
});

it('keeps several workers within one limit', async () => {
  const places = new Places();
  const gates = Array.from({ length: 3 }, () => new RateGate(places.reserve, fail));
  const went = await run(gates, 20, 2_000);
  expect(went.length).toBeGreaterThan(34);
  expect(went.length).toBeLessThanOrEqual(41);
});

it('asks for a tenth of a second at once', async () => {
  const places = new Places();
  const went = await run([new RateGate(places.reserve, fail)], 500, 1_000);
  expect(new Set(places.asked)).toEqual(new Set([50]));
  expect(went.length).toBeGreaterThan(450);
  expect(went.length).toBeLessThanOrEqual(505);
});

it('lets who is urgent go first at the place they both wait for', async () => {
  const gate = new RateGate(new Places().reserve, fail);
  await run([gate], 10, 10);
  const now = performance.now();
  const wait = gate.take(10, now);
  expect(gate.take(10, now + 10, true)).toBeCloseTo(wait - 10);
  expect(gate.take(10, now + wait)).toBeCloseTo(5);
  expect(gate.take(10, now + wait + 1, true)).toBe(0);
});

it('says when it cannot ask, and asks again', async () => {
  const errors: Error[] = [];
  const gate = new RateGate(
    () => Promise.reject(new Error('away')),
    (error) => errors.push(error),
  );
  expect(gate.take(10, 0)).toBeGreaterThan(0);
  expect(gate.take(10, 1)).toBeGreaterThan(0);
  await vi.waitFor(() => expect(errors).toHaveLength(1));
});
