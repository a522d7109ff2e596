import { Delete, Get, Inject, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import { Problem } from '../../http/problem.js';
import { type ManagementRequest } from '../access/acting.js';
import { ManagementController } from '../access/management-controller.js';
import { Operation } from '../openapi/operation.js';
import { SessionAnswer } from './session.dto.js';
import { sessionCookie } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';

@ManagementController('sessions/current', 'API keys')
export class CurrentSessionController {
  constructor(
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({
    id: 'CurrentSession_get',
    summary: 'Get the session of the dashboard',
    description: 'Works only with the cookie of a session.',
    scope: 'read',
    answer: SessionAnswer,
    fails: [404],
  })
  get(@Req() request: ManagementRequest): SessionAnswer {
    const { id, keyName, expiresAt } = sessionOf(request);
    const { keyId, scopes } = request.client!;
    return { session: { id, key_id: keyId, key_name: keyName, scopes, expires_at: expiresAt } };
  }

  @Delete()
  @Operation({
    id: 'CurrentSession_end',
    summary: 'Sign out of the dashboard',
    description: 'The session is over. Its cookie works no longer, in any browser.',
    scope: 'read',
    audit: 'session.end',
    fails: [404],
  })
  async end(@Req() request: ManagementRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(sessionOf(request).id);
    void reply.header('set-cookie', sessionCookie(this.environment, '', 0));
  }
}

function sessionOf({ dashboardSession }: ManagementRequest) {
  if (dashboardSession === undefined) throw Problem.fromStatus(404, 'this request has no session: it came with a key');
  return dashboardSession;
}
