import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { FollowsScalekit } from '../input/unknown-fields.interceptor.js';
import { Audited } from '../audit/audited-action.js';
import { RequiresScope, type Scope } from '../access/scope.js';
import { ProblemBody } from './answers.js';

export interface OperationOptions {
  /** In the OpenAPI document and in generated clients: `<Things>_<verb>`. A promise, whatever its class and method are called. */
  id: string;
  summary: string;
  description?: string;
  scope: Scope;
  /** What the audit log calls it (docs/audit.md). Writes need a name, and reads of secrets or of everything. */
  audit?: string;
  /** None: 204. */
  answer?: Type;
  status?: 200 | 201 | 202;
  /** Its bodies follow Scalekit's: unknown fields are ignored, and named in a header. */
  followsScalekit?: boolean;
  /** Beside 400, 401 and 403, which every route can answer. */
  fails?: (404 | 409 | 410 | 413 | 415 | 501)[];
}

const MEANING: Record<number, string> = {
  400: 'The request is wrong. `field_violations` names the fields. Nothing was stored.',
  401: 'The API key or access token is missing or invalid.',
  403: 'The key does not have the scope.',
  404: 'The object does not exist.',
  409: 'The request conflicts with the current state. `message` says how.',
  410: 'The feed does not keep an event that old. Take a snapshot.',
  413: 'The upload is too large.',
  415: 'The content type is another one.',
  501: 'Rollcall does not support this. `message` says what to do instead.',
};

/** A route of the management API: who may call it, what it answers, and its page in the documentation. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, scope, answer, fails = [] } = options;
  const status = answer === undefined ? 204 : (options.status ?? 200);
  return applyDecorators(
    HttpCode(status),
    RequiresScope(scope),
    ...(options.audit === undefined ? [] : [Audited(options.audit)]),
    ...(options.followsScalekit ? [FollowsScalekit()] : []),
    ApiOperation({
      operationId: id,
      summary,
      description: [description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' '),
    }),
    ApiResponse({ status, description: answer === undefined ? 'Done.' : 'Done.', ...(answer && { type: answer }) }),
    ...[400, 401, 403, ...fails].map((failure) =>
      ApiResponse({ status: failure, type: ProblemBody, description: MEANING[failure]! }),
    ),
  );
}
