import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RateLimiter } from './rate-limiter.js';

/** What all workers share, as the database keeps it. */
class Slots {
  asked: number[] = [];
  private nextAt = 0;

  readonly reserve = (intervalMs: number, count: number): Promise<number> => {
    this.asked.push(count);
    const at = Math.max(this.nextAt, performance.now());
    this.nextAt = at + intervalMs * count;
    return Promise.resolve(at - performance.now());
  };
}

const CLOCK = { now: () => performance.now() };

const fail = (error: Error) => {
  throw error;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets whoever wants go until `ms` are over, asking each limiter in turn every millisecond. @returns when requests went */
async function run(limiters: RateLimiter[], perSecond: number, ms: number): Promise<number[]> {
  const went: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end; vi.advanceTimersByTime(1)) {
    for (const limiter of limiters) if (limiter.take(perSecond, performance.now()) === 0) went.push(performance.now());
    await Promise.resolve();
    await Promise.resolve();
  }
  return went;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]!);

it('lets requests through evenly, without a burst after a pause', async () => {
  const limiter = new RateLimiter(new Slots().reserve, CLOCK, fail);
  const before = await run([limiter], 10, 500);
  vi.advanceTimersByTime(9_000);
  const after = await run([limiter], 10, 500);
  for (const times of [before, after]) {
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(times.length).toBeLessThanOrEqual(6);
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(98);
  }
});

it('keeps several workers within one limit', async () => {
  const slots = new Slots();
  const limiters = Array.from({ length: 3 }, () => new RateLimiter(slots.reserve, CLOCK, fail));
  const went = await run(limiters, 20, 2_000);
  expect(went.length).toBeGreaterThan(34);
  expect(went.length).toBeLessThanOrEqual(41);
});

it('asks for a tenth of a second at once', async () => {
  const slots = new Slots();
  const went = await run([new RateLimiter(slots.reserve, CLOCK, fail)], 500, 1_000);
  expect(new Set(slots.asked)).toEqual(new Set([50]));
  expect(went.length).toBeGreaterThan(450);
  expect(went.length).toBeLessThanOrEqual(505);
});

it('lets who is urgent go first at the slot they both wait for', async () => {
  const limiter = new RateLimiter(new Slots().reserve, CLOCK, fail);
  await run([limiter], 10, 10);
  const now = performance.now();
  const wait = limiter.take(10, now);
  expect(limiter.take(10, now + 10, true)).toBeCloseTo(wait - 10);
  expect(limiter.take(10, now + wait)).toBeCloseTo(5);
  expect(limiter.take(10, now + wait + 1, true)).toBe(0);
});

it('says when it cannot ask, and asks again', async () => {
  const errors: Error[] = [];
  const limiter = new RateLimiter(
    () => Promise.reject(new Error('away')),
    CLOCK,
    (error) => errors.push(error),
  );
  expect(limiter.take(10, 0)).toBeGreaterThan(0);
  expect(limiter.take(10, 1)).toBeGreaterThan(0);
  await vi.waitFor(() => expect(errors).toHaveLength(1));
});
