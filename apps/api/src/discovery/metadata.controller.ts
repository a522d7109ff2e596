import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Environment } from '#config';
import { CLIENT_AUTH_METHODS } from '#persistence';
import { SCOPES } from '../management/access/scope.js';
import { directoryUrl } from '../scim/bearer-access.js';
import { ASSERTION_ALGORITHMS } from '../tokens/client-assertion.js';

class AuthorizationServerMetadata {
  @ApiProperty({ example: 'https://rollcall.example.com' })
  issuer!: string;

  @ApiProperty({ example: 'https://rollcall.example.com/oauth/token' })
  token_endpoint!: string;

  @ApiProperty({ example: 'https://rollcall.example.com/keys' })
  jwks_uri!: string;

  @ApiProperty({ type: [String], example: ['scim'] })
  scopes_supported!: string[];

  @ApiProperty({ type: [String], description: 'There is no authorization endpoint.', example: ['none'] })
  response_types_supported!: string[];

  @ApiProperty({ type: [String], example: ['client_credentials'] })
  grant_types_supported!: string[];

  @ApiProperty({ type: [String], example: [...CLIENT_AUTH_METHODS] })
  token_endpoint_auth_methods_supported!: string[];

  @ApiProperty({ type: [String], example: ASSERTION_ALGORITHMS })
  token_endpoint_auth_signing_alg_values_supported!: string[];
}

const SECRET_METHODS = CLIENT_AUTH_METHODS.filter((method) => method !== 'private_key_jwt');

/** Where OAuth clients find the token endpoints and what these take (RFC 8414). */
@ApiTags('Authentication')
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  constructor(@Inject(Environment) private readonly environment: Environment) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'Metadata_rest',
    summary: 'Get the OAuth metadata of the REST API',
    description: 'RFC 8414.',
  })
  @ApiResponse({ status: 200, type: AuthorizationServerMetadata, description: 'The metadata.' })
  rest(): AuthorizationServerMetadata {
    return this.of(this.environment.publicUrl, {
      scopes_supported: [...SCOPES],
      token_endpoint_auth_methods_supported: SECRET_METHODS,
    });
  }

  /** The same for an unknown directory: nobody learns here which directories there are. */
  @Get('directory/:directoryId')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'Metadata_scim',
    summary: 'Get the OAuth metadata of a SCIM endpoint',
    description: 'RFC 8414. Rollcall answers for every id, whether the directory exists or not.',
  })
  @ApiResponse({ status: 200, type: AuthorizationServerMetadata, description: 'The metadata.' })
  scim(@Param('directoryId') directoryId: string): AuthorizationServerMetadata {
    return this.of(directoryUrl(this.environment.publicUrl, encodeURIComponent(directoryId)), {
      scopes_supported: ['scim'],
      token_endpoint_auth_methods_supported: [...CLIENT_AUTH_METHODS],
    });
  }

  private of(
    issuer: string,
    own: Pick<AuthorizationServerMetadata, 'scopes_supported' | 'token_endpoint_auth_methods_supported'>,
  ): AuthorizationServerMetadata {
    return {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${this.environment.publicUrl}/keys`,
      response_types_supported: ['none'],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
      ...own,
    };
  }
}
