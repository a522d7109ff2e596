import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { ClientAssertions, FailedGuesses } from '#persistence';
import { AccessTokens } from './access-tokens.js';
import { ClientKeys } from './client-keys.js';
import { Guesses } from './guesses.js';
import { MetadataController } from './metadata.controller.js';
import { SigningKeys } from './signing-keys.js';

const failedGuesses = { provide: FailedGuesses, inject: [Pool], useFactory: (pool: Pool) => new FailedGuesses(pool) };
const clientAssertions = {
  provide: ClientAssertions,
  inject: [Pool],
  useFactory: (pool: Pool) => new ClientAssertions(pool),
};

/** Access tokens of both kinds of OAuth clients: applications at REST, identity providers at SCIM. */
@Module({
  controllers: [MetadataController],
  providers: [SigningKeys, AccessTokens, ClientKeys, clientAssertions, failedGuesses, Guesses],
  exports: [SigningKeys, AccessTokens, ClientKeys, ClientAssertions, FailedGuesses, Guesses],
})
export class TokensModule {}
