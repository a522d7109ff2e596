/**
 * The same pieces, and a call of `onStall` when the reader does not come for the next one within `ms`. Time that a piece takes to be
 * made does not count.
 */
export async function* watchReader<T>(pieces: AsyncIterable<T>, ms: number, onStall: () => void): AsyncGenerator<T> {
  for await (const piece of pieces) {
    const timer = setTimeout(onStall, ms);
    timer.unref();
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}
