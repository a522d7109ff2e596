import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

/** A key pair behind `GET /keys`; the private part is an encrypted JWK. */
@Entity('signing_keys')
export class SigningKey {
  @PrimaryColumn('text')
  kid!: string;

  @Column({ name: 'public_jwk', type: 'jsonb' })
  publicJwk!: Record<string, unknown>;

  @Column({ name: 'private_cipher', type: 'bytea' })
  privateCipher!: Buffer;

  @InstantColumn('created_at')
  createdAt!: string;

  /** From then on it signs, if there is no newer one. */
  @InstantColumn('signs_from')
  signsFrom!: string;

  /** From then on it verifies nothing; null: no end. */
  @InstantColumn('ends_at', { nullable: true })
  endsAt!: string | null;
}
