import { HttpException, NotFoundException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { OutcomeUnknownError } from '#directory';
import { SearchAbandonedError, SearchBusyError, SearchTooLongError } from '#persistence';
import { ScimError } from '#scim';
import { isTokenRequest, MAX_TOKEN_BYTES } from '../tokens/token-path.js';
import { SCIM_CHALLENGE, sendScim } from '../scim/scim-reply.js';
import { BadRequestError } from '../http/bad-request.error.js';
import { BusyError } from '../http/busy.error.js';
import { methodsOf } from '../http/allowed-methods.js';
import { Problem } from '../http/problem.js';
import { isOpenedInBrowser, sendUnknownPage } from '../web/unknown-page.js';

/** The one place where an error becomes a response: in SCIM's words below /directory, in REST's everywhere else. */
export function answerProblem(problem: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  const error = knownPath(problem, request);
  const status = statusOf(error);
  // The details are for the log; the client learns the request id to ask about.
  if (status >= 500 && !isSearchError(error)) request.log?.error({ err: error }, 'request failed');
  if (error instanceof Problem) void reply.headers(error.headers);
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (isTokenRequest(request)) return sendOAuthError(reply, status, sayOAuth(error, status, request.id));
  if (speaksScim(request)) {
    const scim = scimErrorOf(error, status, request.id);
    if (scim.status === 401) void reply.header('www-authenticate', SCIM_CHALLENGE);
    void sendScim(reply, { status: scim.status, body: scim.toBody() });
    return;
  }
  if (error instanceof NotFoundException && methodsOf(request).length === 0 && isOpenedInBrowser(request)) {
    sendUnknownPage(request, reply);
    return;
  }
  const rest = error instanceof Problem ? error : restProblem(error, status, request.id);
  if (rest.status === 401 && !reply.hasHeader('www-authenticate')) {
    void reply.header('www-authenticate', 'Bearer realm="Rollcall"');
  }
  void reply.status(rest.status).type('application/json; charset=utf-8').send(rest.toBody());
}

function scimErrorOf(error: unknown, status: number, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  // RFC 7644 table 9: a filter that yields more than the server is willing to process.
  if (error instanceof SearchTooLongError) return ScimError.tooMany(error.message);
  return new ScimError(status, sayScim(error, status, requestId), scimTypeOf(status, error));
}

/** What sources call lies beside the SCIM endpoint of their directory. */
function speaksScim({ url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith('/directory/') && routeOptions?.url?.endsWith('/notifications') !== true;
}

/** RFC 6749 §5.2: a JSON object with `error`, in words that OAuth clients know. */
function sendOAuthError(reply: FastifyReply, status: number, description: string): void {
  const error =
    status === 503
      ? 'temporarily_unavailable'
      : status >= 500
        ? 'server_error'
        : status === 429
          ? 'invalid_client'
          : 'invalid_request';
  void reply.status(status).type('application/json').send({ error, error_description: description });
}

/** The router says "not found" of a method as of a path: a known path answers 405 with what it has (RFC 9110 §15.5.6). */
function knownPath(error: unknown, request: FastifyRequest): unknown {
  if (!(error instanceof NotFoundException)) return error;
  const methods = methodsOf(request);
  if (methods.length === 0 || methods.includes(request.method)) return error;
  const allow = methods.join(', ');
  return new Problem(405, 'METHOD_NOT_ALLOWED', `${request.method} is not possible here, only ${allow}`, [], { allow });
}

function statusOf(error: unknown): number {
  if (error instanceof ScimError || error instanceof Problem) return error.status;
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof SearchBusyError || error instanceof BusyError) return error.status;
  if (error instanceof SearchTooLongError) return 503;
  // Nobody reads the answer.
  if (error instanceof SearchAbandonedError) return 400;
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return status;
  return unavailable(error) ? 503 : 500;
}

const BROKEN_CONNECTION =
  /^Connection terminated|^Query read timeout$|^timeout exceeded when trying to connect$|^Client has encountered a connection error/;

/** PostgreSQL is away or overloaded: the client should come back, and IdPs do. */
function unavailable(error: unknown): boolean {
  if (error instanceof OutcomeUnknownError) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  // What `pg` says of a connection that breaks or is not had in time carries no code.
  if (typeof message === 'string' && BROKEN_CONNECTION.test(message)) return true;
  return (
    typeof code === 'string' &&
    (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300', '53100', '55P03', '57014'].includes(
      code,
    ) ||
      // A deadlock or a conflict with another transaction is over by the next try.
      /^(?:08|40)/.test(code))
  );
}

/** Bad input names its field, also where it never got as far as the fields of its route. */
function restProblem(error: unknown, status: number, requestId: string): Problem {
  const message = say(error, status, requestId);
  if (!(error instanceof BadRequestError)) return Problem.fromStatus(status, message);
  return new Problem(400, 'VALIDATION_ERROR', message, [{ field: error.field, description: message }]);
}

function say(error: unknown, status: number, requestId: string): string {
  if (isSearchError(error) || error instanceof BusyError) return error.message;
  if (status === 503) return 'the database cannot be reached right now; try again shortly';
  if (status >= 500) return `something went wrong on our side; it is logged as request ${requestId}`;
  if (status === 413) return 'the body is larger than 1 MiB (8 MiB for /Bulk)';
  return (error as Error).message;
}

const isSearchError = (error: unknown): error is Error =>
  error instanceof SearchBusyError || error instanceof SearchTooLongError;

function sayOAuth(error: unknown, status: number, requestId: string): string {
  if (status === 413) return `the body is larger than ${MAX_TOKEN_BYTES / 1_024} KiB`;
  if (status === 415) return 'send the body as application/x-www-form-urlencoded';
  return say(error, status, requestId);
}

function sayScim(error: unknown, status: number, requestId: string): string {
  if (status === 404)
    return 'there is no such SCIM endpoint: use /Users, /Groups, /ServiceProviderConfig, /Schemas or /ResourceTypes';
  if (status === 415) return 'send the body as application/scim+json or application/json';
  return say(error, status, requestId);
}

function scimTypeOf(status: number, error: unknown): 'invalidSyntax' | undefined {
  return status === 400 && !(error instanceof HttpException) ? 'invalidSyntax' : undefined;
}
