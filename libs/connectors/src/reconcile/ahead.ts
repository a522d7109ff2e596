/** The same items; each next one is asked for while the one before it is worked on. */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = iterator.next();
      // The next read throws this failure. Without a next read, nobody handles the rejection, so handle it here.
      next.catch(() => {});
      yield value;
    }
  } finally {
    // What is still asked for may fail: it is not wanted any more.
    void next.then(() => iterator.return?.()).catch(() => {});
  }
}
