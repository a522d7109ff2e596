/** A request to a source. */
export interface SourceRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** From the first byte to the last of one try; 30 s unless given. */
  timeoutMs?: number;
  /** A longer body is a `too_large`; 32 MiB unless given. */
  maxBytes?: number;
  /** Ends waiting and reading. */
  signal?: AbortSignal;
  /**
   * Whether an answer beside 429 and 503 means "slower, please" (Google's 403 `rateLimitExceeded`). Its body is read for it, at most
   * 64 KiB.
   */
  isRateLimit?: (answer: SourceAnswer) => boolean;
}

export interface SourceAnswer {
  status: number;
  /** Names in lower case; of a repeated header, the first. */
  headers: Record<string, string>;
  body: string;
}

/** An answer whose body is read as it arrives. Must be read to its end, or left by `return`/`break`. */
export interface StreamedAnswer {
  status: number;
  headers: Record<string, string>;
  /** Throws `incomplete_listing` where the connection ends before the body does, `too_large` and `timeout`. */
  body: AsyncIterable<Uint8Array>;
}

/**
 * HTTP to where the address policy allows, within bounds of size and time. Follows no redirect: a 3xx is a `malformed_answer`.
 * Tries again by itself, with back-off and as `Retry-After` asks: on 429, 502, 503, 504, `isRateLimit`, and where no answer came. All
 * other answers are returned, whatever their status.
 * @throws ConnectorError
 */
export interface HttpSource {
  request(request: SourceRequest): Promise<SourceAnswer>;
  stream(request: SourceRequest): Promise<StreamedAnswer>;
}

/** For sources that open connections of their own (LDAP). */
export interface SourceAddresses {
  /**
   * Why this URL is refused; undefined when it is allowed. Names are resolved only by `resolve`.
   * @param secured it is encrypted although its scheme does not say so (StartTLS)
   */
  problemOf(url: string, secured?: boolean): string | undefined;
  /**
   * The allowed address to connect to, of a name or an address.
   * @param secured the connection is encrypted: else only addresses that the operator has listed
   * @throws ConnectorError `address_denied`, `source_unreachable`
   */
  resolve(host: string, secured: boolean): Promise<{ address: string; family: 4 | 6 }>;
}

export interface SourcePorts {
  http: HttpSource;
  addresses: SourceAddresses;
  now(): Date;
  /** Rejects with the signal's reason where it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
