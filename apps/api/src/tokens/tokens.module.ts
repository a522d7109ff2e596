import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { SigningKeys } from './signing-keys.js';

/** Access tokens of both kinds of OAuth clients: applications at REST, identity providers at SCIM. */
@Module({ providers: [SigningKeys, AccessTokens], exports: [SigningKeys, AccessTokens] })
export class TokensModule {}
