/** Time comes from outside: this library reads no clock and starts no timer of its own. */
export interface Clock {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Milliseconds since 1970, for times that the database or the queue knows. */
  epoch(): number;
  /** Runs the task once, after this time. @returns a function that cancels it */
  after(ms: number, task: () => void): () => void;
}
