import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.js';

const LADDER = [5_000, 300_000, 1_800_000];

/** @returns what each of `count` failures over `resources` users said */
const fail = (breaker: Breaker, count: number, resources = count) =>
  Array.from({ length: count }, (_, n) => breaker.failed(`user${n % resources}`, false));

function opened(ladder = LADDER): Breaker {
  const breaker = new Breaker(ladder);
  fail(breaker, 10);
  return breaker;
}

/** Lets it find out, and fail. */
function failProbe(breaker: Breaker): number | undefined {
  breaker.halfOpen();
  breaker.takeProbe();
  return breaker.failed('user', true);
}

describe('Breaker', () => {
  it('opens at the tenth failure in a row, for the first step of the ladder', () => {
    const breaker = new Breaker(LADDER);
    expect(fail(breaker, 10)).toEqual([...Array<undefined>(9), 5_000]);
    expect(breaker.state).toBe('open');
  });

  it.each([1, 4])('stays closed while only %d users fail, however often', (users) => {
    const breaker = new Breaker(LADDER);
    fail(breaker, 1_000, users);
    expect(breaker.state).toBe('closed');
  });

  it('begins to count anew with every success', () => {
    const breaker = new Breaker(LADDER);
    fail(breaker, 9);
    expect(breaker.succeeded()).toBe(false);
    fail(breaker, 9);
    expect(breaker.state).toBe('closed');
  });

  it('ignores what began before it opened', () => {
    const breaker = opened();
    expect(fail(breaker, 50)).toEqual(Array(50).fill(undefined));
    breaker.halfOpen();
    expect(fail(breaker, 1)).toEqual([undefined]);
    expect(breaker.state).toBe('half-open');
  });

  it('lets one probe through', () => {
    const breaker = opened();
    expect(breaker.takeProbe()).toBe(false);
    breaker.halfOpen();
    expect([breaker.takeProbe(), breaker.takeProbe()]).toEqual([true, false]);
    breaker.returnProbe();
    expect(breaker.takeProbe()).toBe(true);
  });

  it('stays open twice as long after each failed probe, up to a minute', () => {
    const breaker = opened();
    expect(Array.from({ length: 5 }, () => failProbe(breaker))).toEqual([10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it.each([
    { ladder: [50, 60, 70, 80], times: [50, 70, 70] },
    { ladder: [200], times: [200, 400, 800] },
    { ladder: [7_200_000, 7_200_000, 7_200_000], times: [60_000, 60_000, 60_000] },
  ])('keeps to the ladder $ladder', ({ ladder, times }) => {
    const breaker = new Breaker(ladder);
    expect([fail(breaker, 10).at(-1), failProbe(breaker), failProbe(breaker)]).toEqual(times);
  });

  it('closes with a success, and opens for the first step again', () => {
    const breaker = opened();
    failProbe(breaker);
    expect(breaker.succeeded()).toBe(true);
    expect(breaker.state).toBe('closed');
    expect(fail(breaker, 10).at(-1)).toBe(5_000);
  });
});
