import { expect, it, vi } from 'vitest';
import { BackgroundLog } from './background-log.js';

it('says what failed and why, once in a while, and how often in between', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const warn = vi.fn();
  const log = new BackgroundLog({ warn });
  const error = new TypeError('x is undefined');
  log.failed('a waits', error);
  log.failed('a waits', error);
  log.failed('b waits', error);
  expect(warn.mock.calls).toEqual([
    [{ err: error }, 'a waits'],
    [{ err: error }, 'b waits'],
  ]);
  vi.advanceTimersByTime(10_001);
  log.failed('a waits', error);
  expect(warn.mock.calls.at(-1)).toEqual([{ err: error, alsoFailed: 1 }, 'a waits']);
  vi.useRealTimers();
});
