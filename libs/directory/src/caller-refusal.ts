/** A function that came with a change threw: the caller refuses the change, in the caller's own words. That fails this change alone. */
export class CallerRefusal extends Error {
  override readonly name = 'CallerRefusal';

  constructor(readonly reason: unknown) {
    super('the caller refuses the change', { cause: reason });
  }
}

/** Runs a function of the caller's. @throws CallerRefusal */
export function ask<T>(question: () => T): T {
  try {
    return question();
  } catch (reason) {
    throw new CallerRefusal(reason);
  }
}
