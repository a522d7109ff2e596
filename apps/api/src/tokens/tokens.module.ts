import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { FailedGuesses, SecretCipher, TokenSigner } from '#persistence';
import { AccessTokens } from './access-tokens.js';
import { Guesses } from './guesses.js';
import { SigningKeys } from './signing-keys.js';

const failedGuesses = { provide: FailedGuesses, inject: [Pool], useFactory: (pool: Pool) => new FailedGuesses(pool) };

const tokenSigner = {
  provide: TokenSigner,
  inject: [Pool, SecretCipher],
  useFactory: (pool: Pool, cipher: SecretCipher) => new TokenSigner(pool, cipher),
};

/** Access tokens of both kinds of OAuth clients: applications at REST, identity providers at SCIM. */
@Module({
  providers: [tokenSigner, SigningKeys, AccessTokens, failedGuesses, Guesses],
  exports: [TokenSigner, SigningKeys, AccessTokens, FailedGuesses, Guesses],
})
export class TokensModule {}
