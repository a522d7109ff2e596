import { ERROR_URN } from '../schema/urns.js';

/** RFC 7644 table 9 and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

const STATUS: Record<ScimType, number> = {
  invalidFilter: 400,
  tooMany: 400,
  uniqueness: 409,
  mutability: 400,
  invalidSyntax: 400,
  invalidPath: 400,
  noTarget: 400,
  invalidValue: 400,
  invalidVers: 400,
  sensitive: 403,
  invalidCursor: 400,
  expiredCursor: 400,
  invalidCount: 400,
};

export interface ScimErrorBody {
  schemas: string[];
  /** The HTTP status as a string, as RFC 7644 §3.12 has it. */
  status: string;
  scimType?: ScimType;
  detail: string;
}

/** Every failure a SCIM client is told about. Okta and Entra show `detail` to the admin, so it says what to change. */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly scimType?: ScimType,
    /** Whole seconds, for the header `Retry-After`. */
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
    this.name = 'ScimError';
  }

  /** An error of table 9, with the status the table gives it. */
  static of(scimType: ScimType, detail: string): ScimError {
    return new ScimError(STATUS[scimType], detail, scimType);
  }

  static invalidFilter(detail: string): ScimError {
    return ScimError.of('invalidFilter', detail);
  }
  static tooMany(detail: string): ScimError {
    return ScimError.of('tooMany', detail);
  }
  static uniqueness(detail: string): ScimError {
    return ScimError.of('uniqueness', detail);
  }
  static mutability(detail: string): ScimError {
    return ScimError.of('mutability', detail);
  }
  static invalidSyntax(detail: string): ScimError {
    return ScimError.of('invalidSyntax', detail);
  }
  static invalidPath(detail: string): ScimError {
    return ScimError.of('invalidPath', detail);
  }
  static noTarget(detail: string): ScimError {
    return ScimError.of('noTarget', detail);
  }
  static invalidValue(detail: string): ScimError {
    return ScimError.of('invalidValue', detail);
  }

  static unauthorized(detail: string): ScimError {
    return new ScimError(401, detail);
  }
  static forbidden(detail: string): ScimError {
    return new ScimError(403, detail);
  }
  /** `kind` is what was looked for, such as `User`. */
  static notFound(kind: string, id: string): ScimError {
    return new ScimError(404, `${kind} ${id} not found`);
  }
  static conflict(detail: string): ScimError {
    return new ScimError(409, detail);
  }
  static preconditionFailed(detail: string): ScimError {
    return new ScimError(412, detail);
  }
  static payloadTooLarge(detail: string): ScimError {
    return new ScimError(413, detail);
  }
  static tooManyRequests(detail: string): ScimError {
    return new ScimError(429, detail);
  }
  static notImplemented(detail: string): ScimError {
    return new ScimError(501, detail);
  }
  static unavailable(detail: string, retryAfterSeconds?: number): ScimError {
    return new ScimError(503, detail, undefined, retryAfterSeconds);
  }

  /** The SCIM Error message (RFC 7644 §3.12). */
  toBody(): ScimErrorBody {
    return {
      schemas: [ERROR_URN],
      status: String(this.status),
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.detail,
    };
  }
}
