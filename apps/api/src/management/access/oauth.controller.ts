import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type JWK } from 'jose';
import { Environment } from '#config';
import { SecurityEvents } from '../../security-events.js';
import { AccessTokens } from '../../tokens/access-tokens.js';
import { ApiClients } from './api-clients.js';
import { grants, type Scope, SCOPES } from './scope.js';
import { Guesses } from '../../tokens/guesses.js';
import { SigningKeys } from '../../tokens/signing-keys.js';
import { type OAuthError, readTokenRequest } from '../../tokens/token-request.js';

class TokenForm {
  @ApiProperty({ enum: ['client_credentials'] })
  grant_type!: string;

  @ApiProperty({
    description: 'The id of an API key, or `rollcall` for the bootstrap key.',
    required: false,
    example: 'rollcall',
  })
  client_id?: string;

  @ApiProperty({ description: 'The API key itself.', required: false, example: 'your API key' })
  client_secret?: string;

  @ApiProperty({
    description:
      'The scopes of the token, separated by blanks. The default is every scope of the key; `ssf.read` and `ssf.manage` of the bootstrap key must be named.',
    required: false,
    example: 'read',
  })
  scope?: string;
}

class TokenAnswer {
  @ApiProperty()
  access_token!: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type!: string;

  @ApiProperty({ type: 'integer', description: 'How many seconds the token is valid.', example: 3600 })
  expires_in!: number;

  @ApiProperty({
    description: 'The scopes of the token.',
    required: false,
    example: 'read write admin',
  })
  scope?: string;
}

class OAuthErrorBody {
  @ApiProperty({ enum: ['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope'] })
  error!: string;

  @ApiProperty()
  error_description!: string;
}

class KeySet {
  @ApiProperty({ type: [Object], description: 'JSON Web Keys (RFC 7517).' })
  keys!: JWK[];
}

/** The client id of the bootstrap key, whose real id nobody knows before the first call. */
const BOOTSTRAP_CLIENT = 'rollcall';

@ApiTags('Authentication')
@Controller()
export class OAuthController {
  constructor(
    @Inject(ApiClients) private readonly clients: ApiClients,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(SigningKeys) private readonly keys: SigningKeys,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post('oauth/token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'OAuth_token',
    summary: 'Exchange an API key for an access token',
    description: 'OAuth 2.0 client credentials (RFC 6749 §4.4).',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: TokenForm })
  @ApiResponse({ status: 200, type: TokenAnswer, description: 'A bearer token.' })
  @ApiResponse({ status: 400, type: OAuthErrorBody, description: 'The request is malformed.' })
  @ApiResponse({ status: 401, type: OAuthErrorBody, description: 'The client does not exist, or the secret is wrong.' })
  @ApiResponse({ status: 413, type: OAuthErrorBody, description: 'The body is larger than 16 KiB.' })
  @ApiResponse({ status: 429, type: OAuthErrorBody, description: 'Too many wrong secrets; see `Retry-After`.' })
  async token(
    @Body() body: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Req() asking: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenAnswer | OAuthError> {
    const answer = await this.answer(body, authorization, asking);
    if (!('error' in answer)) return answer;
    void reply.status(answer.error === 'invalid_client' ? 401 : 400);
    if (answer.error === 'invalid_client') void reply.header('www-authenticate', 'Basic realm="Rollcall"');
    return answer;
  }

  @Get('keys')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'OAuth_keySet',
    summary: 'Get the public keys that verify access tokens and security event tokens',
    description: 'A JSON Web Key Set.',
  })
  @ApiResponse({ status: 200, type: KeySet, description: 'The public keys, as a JSON Web Key Set.' })
  async keySet(): Promise<KeySet> {
    return { keys: await this.keys.publicKeys() };
  }

  private async answer(
    body: unknown,
    authorization: string | undefined,
    { ip, id: requestId }: FastifyRequest,
  ): Promise<TokenAnswer | OAuthError> {
    const request = readTokenRequest(body, authorization);
    if ('error' in request) return request;
    const { clientId, proof } = request;
    if (proof.kind === 'assertion') {
      return {
        error: 'invalid_client',
        error_description: 'API keys are secrets; assertions are for the SCIM endpoint',
      };
    }
    const clientSecret = proof.secret;
    const client = await this.guesses.prove(clientId, { ip, credential: clientSecret }, async () => {
      const found = await this.clients.byKey(clientSecret);
      const named = found?.keyId === clientId || (found?.bootstrap && clientId === BOOTSTRAP_CLIENT);
      return named ? found : undefined;
    });
    if (client === undefined) {
      this.events.note('token_refused', { ip, requestId });
      return { error: 'invalid_client', error_description: 'there is no such client, or its secret is another' };
    }
    // The bootstrap key has every scope: it gets those of the stream API by name only.
    const isOffered = (scope: Scope) =>
      client.scopes.includes(scope) && !(client.bootstrap && scope.startsWith('ssf.'));
    const scopes = request.scopes ?? SCOPES.filter(isOffered);
    const refused = scopes.find((scope) => !SCOPES.includes(scope as Scope) || !grants(client.scopes, scope as Scope));
    if (refused !== undefined) {
      return { error: 'invalid_scope', error_description: `this client does not have the scope "${refused}"` };
    }
    const { token, expiresIn } = await this.tokens.issue({
      subject: client.keyId,
      audience: this.environment.publicUrl,
      scopes,
      secretExpiresAt: client.expiresAt,
    });
    this.events.note('token_issued', { ip, requestId, key: client.keyId, scope: scopes.join(' ') });
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn, scope: scopes.join(' ') };
  }
}
