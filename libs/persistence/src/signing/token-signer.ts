import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose';
import { type Pool } from 'pg';
import { inTransaction } from '../connection/in-transaction.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';
import { generateSigningKey, SIGNING_KEY_LOCK, type SigningKey } from './signing-key.js';

/** How old what this process knows of the key may be: a key that ends at once ends everywhere within this time. */
const KNOWN_FOR_MS = 10_000;

/** The newest that signs already. Where none does, as clocks differ, the next one. */
const IN_TURN = `
  SELECT kid, private_cipher AS "privateCipher" FROM signing_keys k WHERE k.ends_at IS NULL OR k.ends_at > now()
  ORDER BY k.signs_from > now(), k.signs_from DESC LIMIT 1`;

const INSERT = `INSERT INTO signing_keys (kid, public_jwk, private_cipher, created_at, signs_from) VALUES ($1, $2, $3, $4, $5)`;

export interface Signer {
  kid: string;
  privateKey: CryptoKey;
}

/** Signs with the key pair whose turn it is, the same in every process. The first process to need a key makes it, for all. */
export class TokenSigner {
  private signer: { found: Promise<Signer>; until: number } | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  async current(): Promise<Signer> {
    if (this.signer === undefined || this.signer.until < performance.now()) {
      const found = this.load();
      found.catch(() => (this.signer = undefined));
      this.signer = { found, until: performance.now() + KNOWN_FOR_MS };
    }
    return await this.signer.found;
  }

  /** The keys have changed. */
  forget(): void {
    this.signer = undefined;
  }

  /** @param type the `typ` of the header: who verifies tokens of one kind takes no token of another */
  async sign(claims: object, type: string): Promise<string> {
    const { kid, privateKey } = await this.current();
    return await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid, typ: type }).sign(privateKey);
  }

  private async load(): Promise<Signer> {
    const stored = await inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_KEY_LOCK]);
      const { rows } = await client.query<Pick<SigningKey, 'kid' | 'privateCipher'>>(IN_TURN);
      if (rows[0] !== undefined) return rows[0];
      const fresh = await generateSigningKey(this.cipher);
      const { kid, publicJwk, privateCipher, createdAt, signsFrom } = fresh;
      await client.query(INSERT, [kid, JSON.stringify(publicJwk), privateCipher, createdAt, signsFrom]);
      return fresh;
    });
    const jwk = JSON.parse(this.cipher.decrypt(stored.privateCipher)) as JWK;
    return { kid: stored.kid, privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey };
  }
}
