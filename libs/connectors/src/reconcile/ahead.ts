/** The same items; each next one is asked for while the one before it is worked on. */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = iterator.next();
      // Whoever asks for it learns of the failure; nobody may ask any more.
      next.catch(() => {});
      yield value;
    }
  } finally {
    // What is still asked for may fail: it is not wanted any more.
    void next.then(() => iterator.return?.()).catch(() => {});
  }
}
