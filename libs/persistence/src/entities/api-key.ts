import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

/** An API client of this deployment: only the key's hash and its last characters are kept. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  @Column('bytea')
  hash!: Buffer;

  @Column('text')
  suffix!: string;

  @Column('text', { array: true })
  scopes!: string[];

  /** The key of ROLLCALL_API_KEY. */
  @Column('boolean')
  bootstrap!: boolean;

  /** Requests a second; null for the default. */
  @Column({ name: 'rate_limit', type: 'integer', nullable: true })
  rateLimit!: number | null;

  /** The organizations that the key is for; null: all. */
  @Column('text', { name: 'organization_ids', array: true, nullable: true })
  organizationIds!: string[] | null;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('expires_at', { nullable: true })
  expiresAt!: string | null;

  @InstantColumn('revoked_at', { nullable: true })
  revokedAt!: string | null;

  @InstantColumn('last_used_at', { nullable: true })
  lastUsedAt!: string | null;
}
