import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DirectoryAccess } from '#persistence';
import { AccessCache } from './access-cache.js';

const ACCESS: DirectoryAccess = {
  version: '1',
  enabled: true,
  pulled: false,
  allowlist: [],
  rateLimit: null,
  secrets: [],
};

function cacheOf(known: string[]) {
  const reads: string[][] = [];
  let gate: Promise<void> | undefined;
  const cache = new AccessCache(async (ids) => {
    reads.push(ids);
    await gate;
    return new Map(ids.filter((id) => known.includes(id)).map((id) => [id, ACCESS]));
  });
  cache.keeps = true;
  return { cache, reads, hold: (until: Promise<void> | undefined) => (gate = until) };
}

describe('the cache of access', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('asks once, and again after a change', async () => {
    const { cache, reads } = cacheOf(['dir_1']);
    for (let n = 0; n < 3; n++) expect((await cache.get('dir_1')).access).toBe(ACCESS);
    expect(reads).toEqual([['dir_1']]);
    cache.forget('dir_1');
    await cache.get('dir_1');
    expect(reads).toHaveLength(2);
  });

  it('asks about everything that is wanted meanwhile in one query', async () => {
    const { cache, reads, hold } = cacheOf([]);
    let go!: () => void;
    void hold(new Promise((resolve) => (go = resolve)));
    const first = cache.get('dir_first');
    await vi.advanceTimersByTimeAsync(0);
    const others = Array.from({ length: 400 }, (_, n) => cache.get(`dir_${n}`));
    go();
    await Promise.all([first, ...others]);
    expect(reads.map((ids) => ids.length)).toEqual([1, 400]);
  });

  it('does not keep what was read before a change', async () => {
    const { cache, reads, hold } = cacheOf(['dir_1']);
    let go!: () => void;
    void hold(new Promise((resolve) => (go = resolve)));
    const reading = cache.get('dir_1');
    await vi.advanceTimersByTimeAsync(0);
    cache.forget('dir_1');
    go();
    await reading;
    await cache.get('dir_1');
    expect(reads).toHaveLength(2);
  });

  it(
    'is not emptied by strangers who make up directories, and remembers those for a second',
    { timeout: 30_000 },
    async () => {
      const { cache, reads } = cacheOf(['dir_1']);
      await cache.get('dir_1');
      await Promise.all(Array.from({ length: 10_500 }, (_, n) => cache.get(`dir_x${n}`)));
      const asked = reads.length;
      await cache.get('dir_1');
      await cache.get('dir_x10499');
      expect(reads).toHaveLength(asked);
      await vi.advanceTimersByTimeAsync(1_001);
      await cache.get('dir_x10499');
      expect(reads).toHaveLength(asked + 1);
    },
  );

  it('looks again for refused requests a few times a second, whoever asks, and keeps what it knows meanwhile', async () => {
    const { cache, reads } = cacheOf(['dir_1']);
    await cache.get('dir_1');
    const again = Array.from({ length: 500 }, () => cache.loadAgain('dir_1'));
    expect((await cache.get('dir_1')).access).toBe(ACCESS);
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(again);
    expect(reads).toHaveLength(2);
  });

  it('remembers a wrong token for a second, unless the directory changes', async () => {
    const { cache } = cacheOf(['dir_1']);
    await cache.get('dir_1');
    cache.refuse('dir_1', 'a');
    expect(cache.wasRefusedLately('dir_1', 'a')).toBe(true);
    expect(cache.wasRefusedLately('dir_1', 'b')).toBe(false);
    await cache.load('dir_1');
    expect(cache.wasRefusedLately('dir_1', 'a')).toBe(true);
    cache.forget('dir_1');
    await cache.get('dir_1');
    expect(cache.wasRefusedLately('dir_1', 'a')).toBe(false);
    cache.refuse('dir_1', 'a');
    await vi.advanceTimersByTimeAsync(1_001);
    expect(cache.wasRefusedLately('dir_1', 'a')).toBe(false);
  });

  it('keeps nothing while changes are not heard of', async () => {
    const { cache, reads } = cacheOf(['dir_1']);
    cache.clear(false);
    await cache.get('dir_1');
    await cache.get('dir_1');
    expect(reads).toHaveLength(2);
  });

  it('hands a failure to those who asked, and goes on', async () => {
    let fails = true;
    const cache = new AccessCache(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve(new Map())));
    await expect(cache.get('dir_1')).rejects.toThrow('away');
    fails = false;
    expect((await cache.get('dir_1')).access).toBeUndefined();
  });
});
