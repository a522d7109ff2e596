import { ERROR_CODES, type ErrorCode, errorCodeOf } from './error-codes.js';

export interface FieldViolation {
  /** The field's path in the request body or query, e.g. `organization.display_name`. */
  field: string;
  description: string;
}

interface Detail {
  '@type': string;
  error_code: string;
  field_violations?: FieldViolation[];
}

/** A REST error: `{code, message, details[]}`, each detail with an `error_code` (docs/errors.md). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: ErrorCode,
    message: string,
    readonly violations: FieldViolation[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  static fromStatus(status: number, message: string): Problem {
    return new Problem(status, errorCodeOf(status), message);
  }

  static notFound(kind: string, id: string): Problem {
    return Problem.fromStatus(404, `there is no ${kind} "${id}"`);
  }

  static conflict(message: string): Problem {
    return Problem.fromStatus(409, message);
  }

  /** The request is right, the state of what it is about is not. */
  static precondition(message: string): Problem {
    return new Problem(409, 'FAILED_PRECONDITION', message);
  }

  /** What other products do, and this one has no use for. */
  static notSupported(message: string): Problem {
    return new Problem(501, 'NOT_SUPPORTED', message);
  }

  static invalid(violations: FieldViolation[]): Problem {
    const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ');
    return new Problem(400, 'VALIDATION_ERROR', message, violations);
  }

  toBody(): { code: number; message: string; details: Detail[] } {
    return {
      code: ERROR_CODES[this.errorCode].grpc,
      message: this.message,
      details: [
        {
          '@type': 'type.googleapis.com/scalekit.v1.errdetails.ErrorInfo',
          error_code: this.errorCode,
          ...(this.violations.length > 0 && { field_violations: this.violations }),
        },
      ],
    };
  }
}
