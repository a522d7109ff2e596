import { type Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeferredAnnouncements } from './deferred-announcements.js';

const LOOK_MS = 5_000;

const failed = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  failed.mockClear();
});
afterEach(() => void vi.useRealTimers());

function waiting(...directoryIds: string[]): Pool {
  const rows = directoryIds.map((id) => ({ directory_id: id }));
  return { query: () => Promise.resolve({ rows }) } as unknown as Pool;
}

it('goes on at the next look where the database went away in the middle', async () => {
  const announceDeferred = vi
    .fn()
    .mockRejectedValueOnce(new Error('the database is away'))
    .mockResolvedValue(undefined);
  const announcements = new DeferredAnnouncements(waiting('dir_1'), { failed });
  announcements.start({ announceDeferred });
  await vi.advanceTimersByTimeAsync(LOOK_MS - 1);
  expect(announceDeferred.mock.calls).toEqual([['dir_1']]);
  await vi.advanceTimersByTimeAsync(1);
  expect(announceDeferred.mock.calls).toEqual([['dir_1'], ['dir_1']]);
  expect(failed).toHaveBeenCalledTimes(1);
  announcements.stop();
});

it('leaves alone what it is announcing already, and looks no more when it is stopped', async () => {
  const announceDeferred = vi.fn().mockReturnValue(new Promise(() => {}));
  const announcements = new DeferredAnnouncements(waiting('dir_1', 'dir_2'), { failed });
  announcements.start({ announceDeferred });
  announcements.announce('dir_1');
  await vi.advanceTimersByTimeAsync(3 * LOOK_MS);
  expect(announceDeferred.mock.calls).toEqual([['dir_1'], ['dir_2']]);
  announcements.stop();
  await vi.advanceTimersByTimeAsync(3 * LOOK_MS);
  expect(vi.getTimerCount()).toBe(0);
});

it('survives a look without a database', async () => {
  const query = vi.fn().mockRejectedValueOnce(new Error('the database is away')).mockResolvedValue({ rows: [] });
  const announcements = new DeferredAnnouncements({ query } as unknown as Pool, { failed });
  announcements.start({ announceDeferred: vi.fn() });
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(query).toHaveBeenCalledTimes(2);
  expect(failed.mock.calls[0]![1]).toMatchObject({ message: 'the database is away' });
  announcements.stop();
});
