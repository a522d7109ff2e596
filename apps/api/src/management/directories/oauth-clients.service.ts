import { Inject, Injectable } from '@nestjs/common';
import { type Directory } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { problemOfGivenKeys } from '../../tokens/public-keys.js';
import { EndpointAddress } from '../endpoints/endpoint-address.js';
import { type CreatedOAuthClient, type CreateOAuthClient } from './oauth-client.dto.js';
import { SecretsService } from './secrets.service.js';

/** The OAuth clients of a directory's SCIM endpoint: with a secret of ours, or with keys of their own. */
@Injectable()
export class OAuthClientsService {
  constructor(
    @Inject(SecretsService) private readonly secrets: SecretsService,
    @Inject(EndpointAddress) private readonly addresses: EndpointAddress,
  ) {}

  async create(directory: Directory, input: CreateOAuthClient): Promise<CreatedOAuthClient> {
    const violations = violationsOf(input);
    if (violations.length > 0) throw Problem.invalid(violations);
    const { token_endpoint_auth_method: method = null, jwks = null } = input;
    if (method !== 'private_key_jwt') {
      const { plain, secret } = await this.secrets.create(directory, 'client', method);
      return { client_id: secret.id, client_secret: plain };
    }
    const jwksUri =
      input.jwks_uri === undefined ? null : await this.addresses.assertAllowed(input.jwks_uri, 'jwks_uri');
    const client = await this.secrets.createKeyed(directory, { jwks, jwksUri });
    return { client_id: client.id };
  }
}

function violationsOf({
  token_endpoint_auth_method: method,
  jwks,
  jwks_uri: uri,
}: CreateOAuthClient): FieldViolation[] {
  if (method !== 'private_key_jwt') {
    const description = 'goes with token_endpoint_auth_method private_key_jwt only';
    return [
      ...(jwks === undefined ? [] : [{ field: 'jwks', description }]),
      ...(uri === undefined ? [] : [{ field: 'jwks_uri', description }]),
    ];
  }
  if (jwks === undefined && uri === undefined)
    return [{ field: 'jwks', description: 'is needed for private_key_jwt, or jwks_uri in its place' }];
  if (jwks !== undefined && uri !== undefined)
    return [{ field: 'jwks_uri', description: 'must be left out where jwks is given' }];
  const problem = jwks === undefined ? undefined : problemOfGivenKeys(jwks);
  return problem === undefined ? [] : [{ field: 'jwks', description: problem }];
}
