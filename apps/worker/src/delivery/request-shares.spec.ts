import { beforeEach, describe, expect, it } from 'vitest';
import { RequestShares, type Standing } from './request-shares.js';

describe('RequestShares', () => {
  let shares: RequestShares;
  let told: string[];
  const take = (standing: Standing, count: number) =>
    Array.from({ length: count }).forEach(() => shares.take(standing));
  const rooms = () => (['prompt', 'unknown', 'slow'] as const).map((standing) => shares.room(standing));

  beforeEach(() => {
    shares = new RequestShares({ prompt: 10, doubtful: 8, slow: 2 });
    told = [];
  });

  it('gives the prompt a share that nobody else can take', () => {
    take('unknown', 8);
    expect(rooms()).toEqual([10, 0, 0]);
  });

  it('begins few requests to slow endpoints', () => {
    take('slow', 2);
    expect(rooms()).toEqual([10, 6, 0]);
  });

  it('gives the prompt their places back when others turn out to be slow', () => {
    take('prompt', 10);
    shares.move('prompt', 'slow', 4);
    expect(rooms()).toEqual([4, 4, 0]);
  });

  it('has no room below nothing', () => {
    take('prompt', 10);
    shares.move('prompt', 'slow', 10);
    expect(rooms()).toEqual([10, 0, 0]);
  });

  it('tells who waits, in order and as many as there is room for', () => {
    take('slow', 2);
    for (const key of ['a', 'b', 'c']) shares.whenFree('slow', key, () => told.push(key));
    shares.leave('slow');
    expect(told).toEqual(['a']);
    shares.leave('slow');
    expect(told).toEqual(['a', 'b', 'c']);
  });

  it('tells nobody while there is no room', () => {
    take('prompt', 10);
    shares.whenFree('prompt', 'a', () => told.push('a'));
    take('slow', 1);
    shares.leave('slow');
    expect(told).toEqual([]);
    shares.move('prompt', 'slow', 1);
    expect(told).toEqual(['a']);
  });
});
