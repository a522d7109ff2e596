import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ClientAuthMethod } from '../access/directory-secrets.js';
import { InstantColumn } from './columns.js';

/** A secret of a directory's SCIM endpoint, sent as it is or exchanged by an OAuth client: only its hash and last characters are kept. */
@Entity('directory_secrets')
export class DirectorySecret {
  @PrimaryColumn('text')
  id!: string;

  @Column({ name: 'directory_id', type: 'text' })
  directoryId!: string;

  @Column('text')
  kind!: 'bearer' | 'client';

  /** Null: an OAuth client that has keys in place of a secret. */
  @Column('bytea', { nullable: true })
  hash!: Buffer | null;

  @Column('text')
  suffix!: string;

  @Column({ name: 'auth_method', type: 'text', nullable: true })
  authMethod!: ClientAuthMethod | null;

  /** Written, and read by `clientKeys` alone. */
  @Column('jsonb', { nullable: true, select: false })
  jwks!: object | null;

  @Column({ name: 'jwks_uri', type: 'text', nullable: true })
  jwksUri!: string | null;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('expires_at', { nullable: true })
  expiresAt!: string | null;

  @InstantColumn('revoked_at', { nullable: true })
  revokedAt!: string | null;

  @InstantColumn('last_used_at', { nullable: true })
  lastUsedAt!: string | null;
}
