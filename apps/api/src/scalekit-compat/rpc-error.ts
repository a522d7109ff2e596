import { type Code, ConnectError } from '@connectrpc/connect';
import { errdetailsFile } from './descriptors.js';

const ErrorInfo = errdetailsFile.messages.find(({ name }) => name === 'ErrorInfo')!;

interface Violation {
  field: string;
  description: string;
}

/** REST's errors (docs/errors.md), which carry the gRPC code. */
export interface ProblemAnswer {
  code: number;
  message: string;
  details: { error_code: string; field_violations?: Violation[] }[];
}

/**
 * The same error as REST's, as the status of an RPC with an `ErrorInfo` in its details.
 * @param bodyField the field that REST's body is, whose fields are named below it
 */
export function rpcError(problem: ProblemAnswer, requestId: string, bodyField?: string): ConnectError {
  const fieldOf = (field: string): string =>
    bodyField === undefined || bodyField === '*' || field.startsWith('page_') ? field : `${bodyField}.${field}`;
  const details = problem.details.map(({ error_code, field_violations: violations = [] }) => ({
    desc: ErrorInfo,
    value: {
      errorCode: error_code,
      requestInfo: { requestId },
      ...(violations.length > 0 && {
        validationErrorInfo: {
          fieldViolations: violations.map(({ field, description }) => ({ field: fieldOf(field), description })),
        },
      }),
    },
  }));
  return new ConnectError(problem.message, problem.code as Code, undefined, details);
}
