import { Inject, Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { DataSource } from 'typeorm';
import { SecretCipher, SigningKey } from '#persistence';

/** Any constant, the same in every process. */
const SIGNING_KEY_LOCK = 7_265_553;

/** The key pair that signs access tokens. The first process to need it makes it, for all. */
@Injectable()
export class SigningKeys {
  private signer: Promise<{ kid: string; privateKey: CryptoKey }> | undefined;
  private readonly known = new Map<string, CryptoKey>();

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
  ) {}

  async current(): Promise<{ kid: string; privateKey: CryptoKey }> {
    this.signer ??= this.load().catch((error: unknown) => {
      this.signer = undefined;
      throw error;
    });
    return await this.signer;
  }

  /** The JSON Web Key Set. */
  async publicKeys(): Promise<JWK[]> {
    await this.current();
    const keys = await this.source.getRepository(SigningKey).find({ order: { createdAt: 'DESC' } });
    return keys.map(({ publicJwk }) => publicJwk as JWK);
  }

  async find(kid: string): Promise<CryptoKey | undefined> {
    const known = this.known.get(kid);
    if (known !== undefined) return known;
    const stored = await this.source.getRepository(SigningKey).findOneBy({ kid });
    if (stored === null) return undefined;
    const key = (await importJWK(stored.publicJwk as JWK, 'RS256')) as CryptoKey;
    this.known.set(kid, key);
    return key;
  }

  private async load(): Promise<{ kid: string; privateKey: CryptoKey }> {
    const stored = await this.source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_KEY_LOCK]);
      const [newest] = await manager.find(SigningKey, { order: { createdAt: 'DESC' }, take: 1 });
      return newest ?? (await manager.save(SigningKey, await this.generate()));
    });
    const jwk = JSON.parse(this.cipher.decrypt(stored.privateCipher)) as JWK;
    return { kid: stored.kid, privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey };
  }

  private async generate(): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    return Object.assign(new SigningKey(), {
      kid,
      publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
      privateCipher: this.cipher.encrypt(JSON.stringify(await exportJWK(privateKey))),
      createdAt: new Date().toISOString(),
    });
  }
}
