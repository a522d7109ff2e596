import { type FieldViolation } from './field-violation.js';

export interface RollcallErrorFacts {
  status?: number;
  code?: number;
  errorCode: string;
  fieldViolations?: readonly FieldViolation[];
  requestId?: string;
  retryAfter?: number;
  cause?: unknown;
}

/** A call that did not work out. */
export class RollcallError extends Error {
  override readonly name: string = 'RollcallError';
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** gRPC status code of the answer. */
  readonly code: number | undefined;
  /** What to decide on: of the API's registry of errors, or of the client's own: `CONNECTION_FAILED`, `TIMEOUT`, `BAD_ANSWER`. */
  readonly errorCode: string;
  /** Which fields are wrong, when `errorCode` is `VALIDATION_ERROR`. */
  readonly fieldViolations: readonly FieldViolation[];
  /** Finds the request in the broker's log. */
  readonly requestId: string | undefined;
  /** Seconds that the broker asks to wait for. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: RollcallErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.status = facts.status;
    this.code = facts.code;
    this.errorCode = facts.errorCode;
    this.fieldViolations = facts.fieldViolations ?? [];
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
  }
}
