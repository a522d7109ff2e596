import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { FailedGuesses } from '#persistence';
import { AccessTokens } from './access-tokens.js';
import { Guesses } from './guesses.js';
import { SigningKeys } from './signing-keys.js';

const failedGuesses = { provide: FailedGuesses, inject: [Pool], useFactory: (pool: Pool) => new FailedGuesses(pool) };

/** Access tokens of both kinds of OAuth clients: applications at REST, identity providers at SCIM. */
@Module({
  providers: [SigningKeys, AccessTokens, failedGuesses, Guesses],
  exports: [SigningKeys, AccessTokens, FailedGuesses, Guesses],
})
export class TokensModule {}
