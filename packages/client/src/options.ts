export interface RollcallOptions {
  /** Where the broker is: `https://rollcall.example.com`. */
  baseUrl: string;
  /** An API key, or an access token. */
  apiKey: string;
  /** Milliseconds for one attempt of a call, to the last byte; of a stream, between two pieces of it. Default 30,000. */
  timeout?: number;
  /** How often a call is sent again when that can help. Default 3. */
  maxRetries?: number;
  /** In place of the global `fetch`: for a proxy, or for tests. */
  fetch?: typeof fetch;
  /**
   * Called when the broker ignored fields of a body, which are usually misspelled. Prints a warning to stderr unless given.
   */
  onIgnoredFields?: (fields: string[], call: string) => void;
  /** Put in front of the client's own `user-agent`: `billing/1.2`. */
  userAgent?: string;
}

/** Of a single call. */
export interface CallOptions {
  /** Gives up, whether a request is under way or the client waits before the next one. */
  signal?: AbortSignal;
  /** In place of the client's. */
  timeout?: number;
  /** In place of the client's. */
  maxRetries?: number;
}

/** Of a call that creates something. */
export interface CreateOptions extends CallOptions {
  /**
   * Says which creation this is: sent twice, even by two processes, it happens once. Made by the client unless given, so that its
   * own retries are safe.
   */
  idempotencyKey?: string;
}
