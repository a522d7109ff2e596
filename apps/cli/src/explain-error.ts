import { CursorExpiredError, RollcallError } from '#client';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-status.js';
import { plain } from './plain.js';
import { UsageError } from './usage-error.js';

export interface Explanation {
  status: number;
  /** What went wrong, and what to do. */
  lines: string[];
}

/** A failure in words for the person who has to do something about it. @param called the command: `npx rollcall orgs get` */
export function explainError(error: unknown, called: string): Explanation {
  if (error instanceof UsageError)
    return { status: EXIT.usage, lines: [error.message, `${called} --help explains the command.`] };
  if (error instanceof CommandError) return { status: error.status, lines: [error.message] };
  if (!(error instanceof RollcallError)) throw error;
  const { call } = partsOf(error);
  const lines = reasons(error);
  const advice = adviceFor(error);
  if (advice !== undefined) lines.push(advice);
  if (call !== undefined) lines.push(`Request: ${plain(call)}`);
  if (error.requestId !== undefined) lines.push(`Request id: ${error.requestId}`);
  return { status: statusOf(error), lines };
}

/** What went wrong, without the request that it went wrong with. */
export const sentenceOf = (error: RollcallError): string => plain(partsOf(error).sentence);

/** The client begins each message with the request: people read the sentence first. */
function partsOf({ message }: RollcallError): { call?: string; sentence: string } {
  const [, call, sentence] = /^([A-Z]+ \/api\/v1\/\S*): ([^]*)$/.exec(message) ?? [];
  return sentence === undefined ? { sentence: message } : { call: call!, sentence };
}

/** Each wrong field once: the message of a validation error repeats them all. */
function reasons(error: RollcallError): string[] {
  if (error.fieldViolations.length === 0) return [sentenceOf(error)];
  const fields = error.fieldViolations.map(({ field, description }) => `  ${plain(field)}: ${plain(description)}`);
  return ['Rollcall refused the request:', ...new Set(fields)];
}

function statusOf({ status, errorCode }: RollcallError): number {
  if (errorCode === 'CONNECTION_FAILED' || errorCode === 'TIMEOUT' || errorCode === 'BAD_ANSWER')
    return EXIT.unreachable;
  return status === 401 || status === 403 ? EXIT.refused : EXIT.failed;
}

function adviceFor(error: RollcallError): string | undefined {
  if (error instanceof CursorExpiredError) return 'Start without --after, or take a snapshot of the directory first.';
  switch (error.errorCode) {
    case 'CONNECTION_FAILED':
    case 'TIMEOUT':
    case 'BAD_ANSWER':
      return 'Is Rollcall running there? ROLLCALL_URL or --url names its address; npm start starts one.';
    case 'UNAUTHENTICATED':
      return 'ROLLCALL_API_KEY is not a live key of this Rollcall: npm start prints the first one.';
    case 'PERMISSION_DENIED':
      return 'Use an API key with that scope.';
    case 'RATE_LIMITED':
      return 'Too many requests: try again later, or give the key a higher rate_limit.';
    default:
      return undefined;
  }
}
