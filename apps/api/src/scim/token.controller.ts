import { Body, Controller, Headers, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { SecurityEvents } from '../security-events.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { Guesses } from '../tokens/guesses.js';
import { type OAuthError, readTokenRequest } from '../tokens/token-request.js';
import { isAddressAllowed } from './address-allowlist.js';
import { directoryUrl } from './bearer-access.js';
import { type AuthenticatedClient, ClientAuthentication } from './client-authentication.js';
import { type ScimRequest } from './directory.guard.js';

/** All that an access token for SCIM is good for. */
export const SCIM_SCOPE = 'scim';

interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: typeof SCIM_SCOPE;
}

/**
 * Client credentials for the SCIM endpoint (RFC 6749 §4.4): a secret in the Basic header or in the body, as Entra uses either (ENTRA-R22),
 * or an assertion that the client signed (RFC 7523).
 */
@ApiTags('SCIM')
@Controller('directory/:directoryId/oauth/token')
export class TokenController {
  constructor(
    @Inject(ClientAuthentication) private readonly clients: ClientAuthentication,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post()
  async token(
    @Param('directoryId') directoryId: string,
    @Body() body: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Req() asking: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.answer(directoryId, body, authorization, asking);
    const status = 'error' in answer ? statusOf(answer) : 200;
    if (status === 401) void reply.header('www-authenticate', 'Basic realm="SCIM"');
    void reply.status(status).header('cache-control', 'no-store').type('application/json').send(answer);
  }

  private async answer(
    directoryId: string,
    body: unknown,
    authorization: string | undefined,
    asking: FastifyRequest,
  ): Promise<TokenAnswer | OAuthError> {
    const { ip, id: requestId } = asking;
    const request = readTokenRequest(body, authorization);
    if ('error' in request) return request;
    const { clientId, proof, scopes } = request;
    const noted = { ip, requestId, directory: directoryId };
    const credential = proof.kind === 'secret' ? proof.secret : proof.assertion;
    let problem = 'there is no such client, or it proves itself in another way';
    const found = await this.guesses.prove(`${directoryId} ${clientId}`, { ip, credential }, async () => {
      const checked = await this.clients.find(directoryId, clientId, proof);
      if (typeof checked !== 'string') return checked;
      problem = checked;
      return undefined;
    });
    if (found === undefined) {
      this.events.note('token_refused', noted);
      return { error: 'invalid_client', error_description: problem };
    }
    (asking as ScimRequest).provenSecretId = found.client.id;
    const other = scopes?.find((scope) => scope !== SCIM_SCOPE);
    if (other !== undefined) {
      return { error: 'invalid_scope', error_description: `the only scope here is "${SCIM_SCOPE}"` };
    }
    return await this.issue(found, directoryId, noted);
  }

  private async issue(
    { client, allowlist }: AuthenticatedClient,
    directoryId: string,
    noted: { ip: string; requestId: string; directory: string },
  ): Promise<TokenAnswer | OAuthError> {
    const { ip } = noted;
    if (!isAddressAllowed(ip, allowlist)) {
      this.events.note('address_refused', { ...noted, key: client.id });
      return {
        error: 'access_denied',
        error_description: `requests from ${ip} are not allowed: it is not in the directory's ip_allowlist`,
      };
    }
    const { token, expiresIn } = await this.tokens.issue({
      subject: client.id,
      audience: directoryUrl(this.environment.publicUrl, directoryId),
      scopes: [SCIM_SCOPE],
      secretExpiresAt: client.expiresAt,
    });
    this.events.note('token_issued', { ...noted, key: client.id });
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn, scope: SCIM_SCOPE };
  }
}

function statusOf({ error }: OAuthError): number {
  if (error === 'invalid_client') return 401;
  return error === 'access_denied' ? 403 : 400;
}
