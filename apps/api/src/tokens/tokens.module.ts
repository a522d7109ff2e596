import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { ClientAssertions, FailedGuesses, SecretCipher, TokenSigner } from '#persistence';
import { AccessTokens } from './access-tokens.js';
import { ClientKeys } from './client-keys.js';
import { Guesses } from './guesses.js';
import { IssuedTokens } from './issued-tokens.js';
import { SigningKeys } from './signing-keys.js';

const failedGuesses = { provide: FailedGuesses, inject: [Pool], useFactory: (pool: Pool) => new FailedGuesses(pool) };
const clientAssertions = {
  provide: ClientAssertions,
  inject: [Pool],
  useFactory: (pool: Pool) => new ClientAssertions(pool),
};

const tokenSigner = {
  provide: TokenSigner,
  inject: [Pool, SecretCipher],
  useFactory: (pool: Pool, cipher: SecretCipher) => new TokenSigner(pool, cipher),
};

/** Access tokens of both kinds of OAuth clients: applications at REST, identity providers at SCIM. */
@Module({
  providers: [
    tokenSigner,
    SigningKeys,
    AccessTokens,
    ClientKeys,
    clientAssertions,
    failedGuesses,
    IssuedTokens,
    Guesses,
  ],
  exports: [TokenSigner, SigningKeys, AccessTokens, ClientKeys, ClientAssertions, FailedGuesses, IssuedTokens, Guesses],
})
export class TokensModule {}
