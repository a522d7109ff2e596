import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { FollowsScalekit } from '../input/unknown-fields.interceptor.js';
import { RequiresScope, type Scope } from '../access/scope.js';
import { ProblemBody } from './answers.js';

export interface OperationOptions {
  summary: string;
  description?: string;
  scope: Scope;
  /** None: 204. */
  answer?: Type;
  status?: 200 | 201;
  /** Its bodies follow Scalekit's: unknown fields are ignored, and named in a header. */
  followsScalekit?: boolean;
  /** Beside 400, 401 and 403, which every route can answer. */
  fails?: (404 | 409 | 410 | 501)[];
}

const MEANING: Record<number, string> = {
  400: 'The request is malformed; the fields are named.',
  401: 'The API key or access token is missing or not valid.',
  403: 'The key lacks the scope.',
  404: 'There is no such object.',
  409: 'It conflicts with what is stored.',
  410: 'The cursor is older than what is kept.',
  501: 'A directory-sync broker has nothing that this could be about.',
};

/** A route of the management API: who may call it, what it answers, and its page in the documentation. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { summary, description, scope, answer, fails = [] } = options;
  const status = answer === undefined ? 204 : (options.status ?? 200);
  return applyDecorators(
    HttpCode(status),
    RequiresScope(scope),
    ...(options.followsScalekit ? [FollowsScalekit()] : []),
    ApiOperation({ summary, description: [description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ') }),
    ApiResponse({ status, description: answer === undefined ? 'Done.' : 'Done.', ...(answer && { type: answer }) }),
    ...[400, 401, 403, ...fails].map((failure) =>
      ApiResponse({ status: failure, type: ProblemBody, description: MEANING[failure]! }),
    ),
  );
}
