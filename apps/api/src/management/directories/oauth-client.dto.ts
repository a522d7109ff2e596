import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsUrl } from 'class-validator';
import { CLIENT_AUTH_METHODS, type ClientAuthMethod, type DirectorySecret } from '#persistence';
import { Choice, Field } from '../input/fields.js';
import { SecretBody } from './secret.dto.js';

export class CreateOAuthClient {
  @Choice({
    description:
      'How the client proves who it is. Left out: with a secret, in HTTP Basic or in the body. `private_key_jwt` (RFC 7523): with an assertion that it signs; give `jwks` or `jwks_uri`.',
    optional: true,
    of: CLIENT_AUTH_METHODS,
    example: 'private_key_jwt',
  })
  token_endpoint_auth_method?: ClientAuthMethod;

  @Field(
    {
      description: 'The public keys of the client, as a JSON Web Key Set (RFC 7517), for `private_key_jwt`.',
      optional: true,
      schema: { type: 'object', additionalProperties: true },
      example: {
        keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'key-1', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
      },
    },
    IsObject({ message: 'must be a JSON Web Key Set: an object with the array "keys"' }),
  )
  jwks?: object;

  @Field(
    {
      description:
        'Where the public keys of the client are, for `private_key_jwt`. Rollcall reads at most 64 KiB within 5 s, keeps the keys for 10 minutes, and looks again for an unknown `kid`.',
      optional: true,
      schema: { type: String, format: 'uri' },
    },
    IsUrl({ require_protocol: true, require_tld: false }, { message: 'must be a URL' }),
  )
  jwks_uri?: string;
}

export class CreatedOAuthClient {
  @ApiProperty({ example: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' })
  client_id!: string;

  @ApiProperty({
    description: 'Rollcall shows it only in this response. A client with `private_key_jwt` has none.',
    required: false,
  })
  client_secret?: string;
}

export class OAuthClientBody {
  @ApiProperty({ example: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' })
  client_id!: string;

  @ApiProperty({
    enum: CLIENT_AUTH_METHODS,
    nullable: true,
    type: String,
    description: 'Null: a secret, in HTTP Basic or in the body.',
  })
  token_endpoint_auth_method!: ClientAuthMethod | null;

  @ApiProperty({ type: String, nullable: true })
  jwks_uri!: string | null;

  @ApiProperty({ description: 'The last four characters of the secret; empty for a client without one.' })
  secret_suffix!: string;

  @ApiProperty({ enum: ['ACTIVE', 'INACTIVE'] })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  create_time!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expire_time!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_used_time!: string | null;

  @ApiProperty()
  directory_id!: string;

  static of(secret: DirectorySecret): OAuthClientBody {
    const { id, ...shown } = SecretBody.of(secret);
    return { client_id: id, token_endpoint_auth_method: secret.authMethod, jwks_uri: secret.jwksUri, ...shown };
  }
}

export class OAuthClientList {
  @ApiProperty({ type: [OAuthClientBody] })
  oauth_clients!: OAuthClientBody[];
}
