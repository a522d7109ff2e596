/** How one POST ended. Durations are milliseconds on the monotonic clock, from the call to the last byte read. */
export type SendResult = SendResponse | SendFailure;

export interface SendResponse {
  kind: 'response';
  status: number;
  /** Lower-case names; what exceeds about 16 KiB is left out. */
  headers: Record<string, string | string[]>;
  /** The first bytes of the body (16 KiB by default) as text. */
  body: string;
  durationMs: number;
}

export interface SendFailure {
  kind: 'error';
  error: SendErrorKind;
  /** Plain words for the endpoint's owner; never a secret. */
  detail: string;
  durationMs: number;
}

export type SendErrorKind =
  | 'timeout'
  | 'dns_error'
  | 'connection_refused'
  | 'connection_reset'
  | 'tls_error'
  | 'address_denied'
  | 'network_error'
  | 'aborted';
