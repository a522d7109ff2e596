import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchReader } from './reader-progress.js';

async function* twoPieces(made: () => void = () => {}) {
  yield 1;
  made();
  yield 2;
}

describe('the progress of a reader', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stalls when nobody comes for the next piece', async () => {
    const onStall = vi.fn();
    const pieces = watchReader(twoPieces(), 1_000, onStall);
    await pieces.next();
    vi.advanceTimersByTime(999);
    expect(onStall).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onStall).toHaveBeenCalledOnce();
  });

  it('is not judged by the time a piece takes to be made', async () => {
    const onStall = vi.fn();
    const pieces = watchReader(
      twoPieces(() => vi.advanceTimersByTime(5_000)),
      1_000,
      onStall,
    );
    await pieces.next();
    expect((await pieces.next()).value).toBe(2);
    expect(onStall).not.toHaveBeenCalled();
  });

  it('is not waited for after the reader has left', async () => {
    const onStall = vi.fn();
    const pieces = watchReader(twoPieces(), 1_000, onStall);
    await pieces.next();
    await pieces.return(undefined);
    vi.advanceTimersByTime(5_000);
    expect(onStall).not.toHaveBeenCalled();
  });
});
