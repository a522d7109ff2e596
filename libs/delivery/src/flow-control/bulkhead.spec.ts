import { beforeEach, describe, expect, it } from 'vitest';
import { Bulkhead } from './bulkhead.js';
import { type LatencyClass } from './latency-class.js';

describe('Bulkhead', () => {
  let bulkhead: Bulkhead;
  let told: string[];
  const take = (latency: LatencyClass, count: number) =>
    Array.from({ length: count }).forEach(() => bulkhead.enter(latency));
  const free = () => (['fast', 'unknown', 'slow'] as const).map((latency) => bulkhead.free(latency));

  beforeEach(() => {
    bulkhead = new Bulkhead({ fast: 10, unproven: 8, slow: 2 });
    told = [];
  });

  it('gives the fast a share that nobody else can take', () => {
    take('unknown', 8);
    expect(free()).toEqual([10, 0, 0]);
  });

  it('begins few requests to slow endpoints', () => {
    take('slow', 2);
    expect(free()).toEqual([10, 6, 0]);
  });

  it('gives the fast their places back when others turn out to be slow', () => {
    take('fast', 10);
    bulkhead.reclassify('fast', 'slow', 4);
    expect(free()).toEqual([4, 4, 0]);
  });

  it('has no room below nothing', () => {
    take('fast', 10);
    bulkhead.reclassify('fast', 'slow', 10);
    expect(free()).toEqual([10, 0, 0]);
  });

  it('tells who waits, in order and as many as there is room for', () => {
    take('slow', 2);
    for (const key of ['a', 'b', 'c']) bulkhead.whenFree('slow', key, () => told.push(key));
    bulkhead.leave('slow');
    expect(told).toEqual(['a']);
    bulkhead.leave('slow');
    expect(told).toEqual(['a', 'b', 'c']);
  });

  it('tells nobody while there is no room', () => {
    take('fast', 10);
    bulkhead.whenFree('fast', 'a', () => told.push('a'));
    take('slow', 1);
    bulkhead.leave('slow');
    expect(told).toEqual([]);
    bulkhead.reclassify('fast', 'slow', 1);
    expect(told).toEqual(['a']);
  });
});
