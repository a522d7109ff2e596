import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTHeaderParameters } from 'jose';
import { Pool } from 'pg';
import { Environment } from '#config';
import { ClientAssertions, clientKeys, type StoredSecret } from '#persistence';
import { verifyAssertion } from '../tokens/client-assertion.js';
import { ClientKeys } from '../tokens/client-keys.js';
import { type ClientProof } from '../tokens/token-request.js';
import { BearerAccess, directoryUrl, isSecret } from './bearer-access.js';

export interface AuthenticatedClient {
  client: StoredSecret;
  /** The networks that requests may come from; empty: any. */
  allowlist: readonly string[];
}

/** Whether an OAuth client of a directory is who it says it is: by a secret, or by an assertion that it signed. */
@Injectable()
export class ClientAuthentication {
  constructor(
    @Inject(BearerAccess) private readonly access: BearerAccess,
    @Inject(ClientKeys) private readonly keys: ClientKeys,
    @Inject(ClientAssertions) private readonly assertions: ClientAssertions,
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** @returns a text that says why the proof is refused; undefined where it is simply wrong */
  async find(
    directoryId: string,
    clientId: string,
    proof: ClientProof,
  ): Promise<AuthenticatedClient | string | undefined> {
    const found = await this.access.client(directoryId, clientId);
    if (found === undefined) return undefined;
    const { client } = found;
    if (proof.kind === 'assertion') {
      if (client.authMethod !== 'private_key_jwt') return undefined;
      const problem = await this.problemOf(proof.assertion, directoryId, client);
      return problem === undefined ? found : `the assertion is refused: ${problem}`;
    }
    if (found.profile === 'ipsie' && proof.sentIn === 'client_secret_post')
      return 'scim_profile ipsie takes no client secret in the body: send it as HTTP Basic, or sign an assertion';
    const isTaken = client.authMethod === null || client.authMethod === proof.sentIn;
    return isTaken && isSecret(client, proof.secret) ? found : undefined;
  }

  /** Whether the proof is right as far as memory tells: a signature is verified, for which the client's own keys are read. */
  async looksRight(directoryId: string, clientId: string, proof: ClientProof): Promise<boolean> {
    const client = await this.access.knownClient(directoryId, clientId);
    if (client === undefined) return false;
    if (proof.kind === 'secret') return isSecret(client, proof.secret);
    if (client.authMethod !== 'private_key_jwt') return false;
    return !('problem' in (await this.verified(proof.assertion, directoryId, client)));
  }

  private async keyOf({ id }: StoredSecret, header: JWTHeaderParameters): ReturnType<ClientKeys['find']> {
    const stored = await clientKeys(this.pool, id);
    if (stored === undefined) throw new errors.JWKSNoMatchingKey();
    return await this.keys.find(stored, header);
  }

  private async problemOf(assertion: string, directoryId: string, client: StoredSecret): Promise<string | undefined> {
    const verified = await this.verified(assertion, directoryId, client);
    if ('problem' in verified) return verified.problem;
    // Last: a wrong assertion must not use up the jti of a right one.
    const isFirst = await this.assertions.takeOnce(client.id, verified.jti, verified.expiresAt);
    return isFirst ? undefined : 'its jti was used before: make a new assertion for each request';
  }

  private verified(assertion: string, directoryId: string, client: StoredSecret): ReturnType<typeof verifyAssertion> {
    const issuer = directoryUrl(this.environment.publicUrl, directoryId);
    return verifyAssertion(assertion, {
      clientId: client.id,
      audiences: [issuer, `${issuer}/oauth/token`],
      keyFor: (header) => this.keyOf(client, header),
    });
  }
}
