/** Why a source could not be read. The reconciler and the REST answers know these codes only. */
export type ConnectorErrorCode =
  /** The source refuses the credentials, or they have expired. */
  | 'credentials_rejected'
  /** The credentials are good, and a right is missing. */
  | 'permission_missing'
  /** 429 and its like, after every retry. */
  | 'rate_limited'
  /** 5xx after every retry. */
  | 'source_unavailable'
  /** No connection: DNS, refused, reset, TLS. */
  | 'source_unreachable'
  | 'timeout'
  /** Not what the source's documentation says: a page that is no JSON, a redirect. */
  | 'malformed_answer'
  /** A listing that ended before its end: a truncated body, a lost connection between two pages. */
  | 'incomplete_listing'
  | 'too_large'
  /** The address policy refuses the source's address. */
  | 'address_denied'
  /** What the settings name does not exist in the source. */
  | 'not_found'
  /** Only a full listing will do. */
  | 'mark_expired'
  /** A file that cannot be read; the message names line and column. */
  | 'unreadable_file'
  | 'canceled';

export interface ConnectorErrorDetails {
  code: ConnectorErrorCode;
  /** One sentence: what happened. Never holds a secret, a token or a body. */
  message: string;
  /** One sentence: what to do about it, and where. */
  hint: string;
  /** Milliseconds that the source asked to be left alone. */
  retryAfter?: number;
  cause?: unknown;
}

/** Codes of which another try, later and unchanged, may well succeed. */
const TRANSIENT: ReadonlySet<ConnectorErrorCode> = new Set<ConnectorErrorCode>([
  'rate_limited',
  'source_unavailable',
  'source_unreachable',
  'timeout',
  'incomplete_listing',
]);

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;
  readonly hint: string;
  readonly retryAfter: number | undefined;

  constructor({ code, message, hint, retryAfter, cause }: ConnectorErrorDetails) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }
}
