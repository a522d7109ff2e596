import { Inject, Post, Req } from '@nestjs/common';
import { Environment } from '#config';
import { DashboardSessions } from '#persistence';
import { IssuedTokens } from '../../tokens/issued-tokens.js';
import { type ManagementRequest } from '../access/acting.js';
import { ManagementController } from '../access/management-controller.js';
import { Operation } from '../openapi/operation.js';
import { SignInLinkAnswer } from './session.dto.js';

@ManagementController('sessions/links', 'API keys')
export class SignInLinksController {
  constructor(
    @Inject(DashboardSessions) private readonly sessions: DashboardSessions,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  @Operation({
    id: 'SignInLinks_create',
    summary: 'Create a link that signs in to the dashboard',
    description:
      'The link works once, for 15 minutes, and only in a browser on the machine that runs Rollcall. `npm start` prints such a link on a terminal.',
    scope: 'admin',
    audit: 'sign_in_link.create',
    answer: SignInLinkAnswer,
    status: 201,
  })
  async create(@Req() { client }: ManagementRequest): Promise<SignInLinkAnswer> {
    const token = this.tokens.make();
    const { id, expiresAt } = await this.sessions.link(client!.keyId, token);
    return { link: { id, location: `${this.environment.publicUrl}/dashboard/l/${token}`, expire_time: expiresAt } };
  }
}
