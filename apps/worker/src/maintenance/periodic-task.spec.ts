import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PeriodicTask } from './periodic-task.js';

const EVERY_MS = 1_000;
const LONGEST_REST_MS = EVERY_MS * 1.25;

describe('a periodic task', () => {
  let runs: number;
  let errors: string[];
  let task: PeriodicTask;
  const start = (run: (signal: AbortSignal) => Promise<number | undefined>, graceMs?: number) => {
    task = new PeriodicTask({
      everyMs: EVERY_MS,
      run: (signal) => {
        runs += 1;
        return run(signal);
      },
      onError: ({ message }) => void errors.push(message),
      ...(graceMs !== undefined && { graceMs }),
    });
    task.start();
    return task;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    [runs, errors] = [0, []];
  });
  afterEach(async () => {
    await task.stop();
    vi.useRealTimers();
  });

  it('runs at once, and rests between two runs', async () => {
    start(async () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(EVERY_MS * 0.75 - 1);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(LONGEST_REST_MS - EVERY_MS * 0.75 + 1);
    expect(runs).toBe(2);
  });

  it('rests as long as a run says', async () => {
    start(async () => (runs < 3 ? 0 : undefined));
    await vi.advanceTimersByTimeAsync(10);
    expect(runs).toBe(3);
  });

  it('reports what fails, and tries again', async () => {
    start(() => Promise.reject(new Error('away')));
    await vi.advanceTimersByTimeAsync(LONGEST_REST_MS);
    expect(errors).toEqual(['away', 'away']);
  });

  it('does not wait out its rest when it is woken', async () => {
    start(async () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    task.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toBe(2);
  });

  it('runs again after a run during which it was woken, and never twice at once', async () => {
    let end!: () => void;
    start(() => new Promise((resolve) => (end = () => resolve(undefined))));
    task.wake();
    task.wake();
    await vi.advanceTimersByTimeAsync(LONGEST_REST_MS);
    expect(runs).toBe(1);
    end();
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    end();
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
  });

  it('tells a run that it stops, waits for its end, and runs no more', async () => {
    let isOver = false;
    start(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            isOver = true;
            resolve(undefined);
          });
        }),
    );
    await task.stop();
    expect(isOver).toBe(true);
    task.wake();
    expect(vi.getTimerCount()).toBe(0);
    expect(runs).toBe(1);
  });

  it('waits for a run no longer than its grace', async () => {
    let end!: () => void;
    start(() => new Promise((resolve) => (end = () => resolve(undefined))), 50);
    const stopped = task.stop();
    await vi.advanceTimersByTimeAsync(50);
    await stopped;
    end();
  });
});
