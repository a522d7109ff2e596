import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createLocalJWKSet, type CryptoKey, errors, type JSONWebKeySet, type JWTHeaderParameters } from 'jose';
import { Environment, VERSION } from '#config';
import { AddressPolicy, Sender } from '#webhooks';
import { problemOfKeySet } from './public-keys.js';

const LARGEST_BYTES = 64 * 1024;
const FETCH_MS = 5_000;
const FRESH_MS = 10 * 60_000;
/** An unknown `kid` may be a new key; nobody makes us ask more often. */
const ASKED_AGAIN_MS = 60_000;
const REMEMBERED = 1_000;

type FindKey = (header: JWTHeaderParameters) => Promise<CryptoKey>;

interface Known {
  at: number;
  keys: Promise<FindKey>;
}

/** The public keys of OAuth clients: given with the client, or fetched from its `jwks_uri` under the rules of webhook URLs. */
@Injectable()
export class ClientKeys implements OnApplicationShutdown {
  private readonly known = new Map<string, Known>();
  private readonly sender: Sender;

  constructor(@Inject(Environment) environment: Environment) {
    this.sender = new Sender({
      addressPolicy: new AddressPolicy({ allowPrivate: environment.allowPrivateEndpoints }),
      timeoutMs: FETCH_MS,
      userAgent: `Rollcall/${VERSION}`,
      maxResponseBytes: LARGEST_BYTES,
      connectionsPerOrigin: 2,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sender.close();
  }

  /** @throws jose's errors where no key fits, or where the keys cannot be had */
  async find(
    { jwks, jwksUri }: { jwks: unknown; jwksUri: string | null },
    header: JWTHeaderParameters,
  ): Promise<CryptoKey> {
    if (jwksUri === null) return await keysOf(jwks)(header);
    const first = this.ask(jwksUri, FRESH_MS);
    try {
      return await (
        await first.keys
      )(header);
    } catch (error) {
      const again = this.ask(jwksUri, ASKED_AGAIN_MS);
      if (again === first || !(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return await (
        await again.keys
      )(header);
    }
  }

  /** What is known, where it is young enough; a failure is known as well, so that it is not asked for at each request. */
  private ask(uri: string, youngerThanMs: number): Known {
    const now = performance.now();
    const known = this.known.get(uri);
    if (known !== undefined && now - known.at < youngerThanMs) return known;
    const asked: Known = { at: now, keys: this.fetch(uri) };
    // The caller awaits this promise.
    asked.keys.catch(() => (asked.at = Math.min(asked.at, now - FRESH_MS + ASKED_AGAIN_MS)));
    this.known.delete(uri);
    this.known.set(uri, asked);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value!);
    return asked;
  }

  private async fetch(uri: string): Promise<FindKey> {
    const result = await this.sender.send({ method: 'GET', url: uri, headers: { accept: 'application/json' } });
    if (result.kind === 'error') throw new errors.JWKSTimeout(`jwks_uri cannot be read: ${result.detail}`);
    if (result.status !== 200) throw new errors.JWKSInvalid(`jwks_uri answered with status ${result.status}, not 200`);
    try {
      return keysOf(JSON.parse(result.body));
    } catch (error) {
      if (error instanceof errors.JOSEError) throw error;
      throw new errors.JWKSInvalid(
        `jwks_uri did not answer with a JSON document of at most ${LARGEST_BYTES / 1024} KiB`,
      );
    }
  }
}

function keysOf(set: unknown): FindKey {
  const problem = problemOfKeySet(set);
  if (problem !== undefined) throw new errors.JWKSInvalid(`the key set of the client ${problem}`);
  return createLocalJWKSet(set as JSONWebKeySet) as FindKey;
}
