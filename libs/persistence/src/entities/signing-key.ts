import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

/** The key pair behind `GET /keys`; the private part is an encrypted JWK. */
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
}
