import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import { AccessTokens } from '../tokens/access-tokens.js';
import { type OAuthError, readTokenRequest } from '../tokens/token-request.js';
import { BearerAccess, directoryUrl } from './bearer-access.js';

interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
}

/** Client credentials for the SCIM endpoint (RFC 6749 §4.4), in the Basic header or in the body: Entra uses either (ENTRA-R22). */
@ApiTags('SCIM')
@Controller('directory/:directoryId/oauth/token')
export class TokenController {
  constructor(
    @Inject(BearerAccess) private readonly access: BearerAccess,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  async token(
    @Param('directoryId') directoryId: string,
    @Body() body: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.answer(directoryId, body, authorization);
    const status = !('error' in answer) ? 200 : answer.error === 'invalid_client' ? 401 : 400;
    if (status === 401) void reply.header('www-authenticate', 'Basic realm="SCIM"');
    void reply.status(status).header('cache-control', 'no-store').type('application/json').send(answer);
  }

  private async answer(
    directoryId: string,
    body: unknown,
    authorization: string | undefined,
  ): Promise<TokenAnswer | OAuthError> {
    const request = readTokenRequest(body, authorization);
    if ('error' in request) return request;
    const client = await this.access.client(directoryId, request.clientId, request.clientSecret);
    if (client === undefined) {
      return { error: 'invalid_client', error_description: 'there is no such client, or its secret is another' };
    }
    const { token, expiresIn } = await this.tokens.issue({
      subject: client.id,
      audience: directoryUrl(this.environment.publicUrl, directoryId),
      secretExpiresAt: client.expiresAt,
    });
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
  }
}
