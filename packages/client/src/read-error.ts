import { CursorExpiredError } from './cursor-expired-error.js';
import { type FieldViolation } from './field-violation.js';
import { RollcallError, type RollcallErrorFacts } from './rollcall-error.js';

interface ProblemBody {
  code?: number;
  message?: string;
  details?: { error_code?: string; field_violations?: FieldViolation[] }[];
}

/** The error that an answer is. @param what the request, for people */
export function readError(what: string, status: number, headers: Headers, text: string): RollcallError {
  const body = parse(text);
  const detail = body?.details?.[0];
  const facts: RollcallErrorFacts = {
    status,
    code: body?.code,
    errorCode: detail?.error_code ?? 'BAD_ANSWER',
    fieldViolations: detail?.field_violations,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfter: readRetryAfter(headers.get('retry-after')),
  };
  const message = `${what}: ${body?.message ?? `answered ${status} without saying why; is this the address of Rollcall?`}`;
  return facts.errorCode === 'CURSOR_EXPIRED'
    ? new CursorExpiredError(message, facts)
    : new RollcallError(message, facts);
}

/** A proxy in front of the broker answers in words of its own. */
function parse(text: string): ProblemBody | undefined {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3: seconds or a date. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
