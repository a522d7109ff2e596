import { Column, Entity, PrimaryColumn } from 'typeorm';
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

  @Column('bytea')
  hash!: Buffer;

  @Column('text')
  suffix!: string;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('expires_at', { nullable: true })
  expiresAt!: string | null;

  @InstantColumn('revoked_at', { nullable: true })
  revokedAt!: string | null;

  @InstantColumn('last_used_at', { nullable: true })
  lastUsedAt!: string | null;
}
