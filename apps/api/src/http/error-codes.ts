/**
 * Every `error_code` of the API with its HTTP status and its gRPC code, which REST errors carry as `code`, so that REST and gRPC clients
 * read the same error. docs/errors.md says what each code means.
 */
export const ERROR_CODES = {
  VALIDATION_ERROR: { status: 400, grpc: 3 },
  INVALID_REQUEST: { status: 400, grpc: 3 },
  UNAUTHENTICATED: { status: 401, grpc: 16 },
  PERMISSION_DENIED: { status: 403, grpc: 7 },
  RESOURCE_NOT_FOUND: { status: 404, grpc: 5 },
  METHOD_NOT_ALLOWED: { status: 405, grpc: 12 },
  RESOURCE_ALREADY_EXISTS: { status: 409, grpc: 6 },
  FAILED_PRECONDITION: { status: 409, grpc: 9 },
  IDEMPOTENCY_KEY_IN_USE: { status: 409, grpc: 10 },
  CURSOR_EXPIRED: { status: 410, grpc: 9 },
  REQUEST_TOO_LARGE: { status: 413, grpc: 3 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, grpc: 3 },
  IDEMPOTENCY_KEY_REUSED: { status: 422, grpc: 3 },
  RATE_LIMITED: { status: 429, grpc: 8 },
  INTERNAL_ERROR: { status: 500, grpc: 13 },
  NOT_SUPPORTED: { status: 501, grpc: 12 },
  UNAVAILABLE: { status: 503, grpc: 14 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error of a status is called where nothing more is known of it: the first of the table. */
export function errorCodeOf(status: number): ErrorCode {
  const [known] = Object.entries(ERROR_CODES).find(([, entry]) => entry.status === status) ?? [];
  return (known as ErrorCode | undefined) ?? (status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_REQUEST');
}
