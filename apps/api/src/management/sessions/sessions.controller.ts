import { Body, Controller, Inject, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { isOwnOrigin } from '../../http/own-call.js';
import { Problem } from '../../http/problem.js';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { ApiClients } from '../access/api-clients.js';
import { Audited } from '../audit/audited-action.js';
import { AuditInterceptor } from '../audit/audit.interceptor.js';
import { InputPipe } from '../input/input.pipe.js';
import { UnknownFieldsInterceptor } from '../input/unknown-fields.interceptor.js';
import { ProblemBody } from '../openapi/answers.js';
import { CreateSession, SessionAnswer } from './session.dto.js';
import { secondsUntil, sessionCookie } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';

/** Signs a browser in: the one call below /api/v1 that needs no key in its headers, as the key is its body. */
@ApiTags('API keys')
@Controller('api/v1/sessions')
@UseInterceptors(UnknownFieldsInterceptor, AuditInterceptor)
export class SessionsController {
  constructor(
    @Inject(ApiClients) private readonly clients: ApiClients,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  @Audited('session.create')
  @ApiOperation({
    operationId: 'Sessions_create',
    summary: 'Sign in to the dashboard with an API key',
    description:
      'The response sets the cookie `rollcall_dashboard`, which works for 12 hours instead of the key, together with the header `x-rollcall-client: dashboard`. Needs no credentials but the key in the body.',
    security: [],
  })
  @ApiResponse({ status: 201, type: SessionAnswer, description: 'Done. The new session.' })
  @ApiResponse({
    status: 400,
    type: ProblemBody,
    description: 'The request is wrong. `field_violations` names the fields.',
  })
  @ApiResponse({ status: 401, type: ProblemBody, description: 'The API key is not valid.' })
  @ApiResponse({ status: 403, type: ProblemBody, description: 'A page of another origin sent the request.' })
  async create(
    @Body(InputPipe) input: CreateSession,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const { ip, id: requestId, headers } = request;
    if (!isOwnOrigin(headers, this.environment.publicUrl)) {
      this.events.note('origin_refused', { ip, requestId });
      throw Problem.fromStatus(403, 'sign in from the dashboard itself');
    }
    const key = await this.guesses.prove('dashboard', { ip, credential: input.api_key }, () =>
      this.clients.byKey(input.api_key),
    );
    const begun = key && (await this.sessions.begin(key.keyId));
    if (begun === undefined) {
      this.events.note('key_refused', { ip, requestId });
      throw Problem.fromStatus(401, 'the API key is not valid, or not any more');
    }
    const { session, token } = begun;
    this.events.note('session_begun', { ip, requestId, key: session.keyId });
    void reply.header('set-cookie', sessionCookie(this.environment, token, secondsUntil(session.expiresAt)));
    const { id, keyId, keyName, scopes, expiresAt } = session;
    return { session: { id, key_id: keyId, key_name: keyName, scopes, expires_at: expiresAt } };
  }
}
