/** gRPC codes: REST errors carry them as `code`, so that REST and gRPC clients read the same error (contract section 3). */
const GRPC_CODE: Record<number, number> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  409: 6,
  410: 9,
  412: 9,
  413: 3,
  415: 3,
  422: 3,
  429: 8,
  500: 13,
  501: 12,
  503: 14,
};

const ERROR_CODE: Record<number, string> = {
  400: 'VALIDATION_ERROR',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'RESOURCE_ALREADY_EXISTS',
  413: 'REQUEST_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

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

/** A REST error: `{code, message, details[]}`, each detail with an `error_code` (contract section 3). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
    readonly violations: FieldViolation[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  static fromStatus(status: number, message: string): Problem {
    return new Problem(status, ERROR_CODE[status] ?? (status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_REQUEST'), message);
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

  static invalid(violations: FieldViolation[]): Problem {
    const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ');
    return new Problem(400, 'VALIDATION_ERROR', message, violations);
  }

  toBody(): { code: number; message: string; details: Detail[] } {
    return {
      code: (this.errorCode === 'FAILED_PRECONDITION' ? 9 : GRPC_CODE[this.status]) ?? (this.status >= 500 ? 13 : 3),
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
