import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

export interface Feature {
  name: string;
  enabled: boolean;
}

/** A customer of the application. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('text')
  id!: string;

  @Column({ name: 'display_name', type: 'text' })
  displayName!: string;

  @Column({ name: 'external_id', type: 'text', nullable: true })
  externalId!: string | null;

  @Column({ name: 'region_code', type: 'text' })
  regionCode!: string;

  @Column({ type: 'text', nullable: true })
  slug!: string | null;

  @Column({ name: 'logo_url', type: 'text', nullable: true })
  logoUrl!: string | null;

  @Column('jsonb')
  metadata!: Record<string, string>;

  @Column('jsonb')
  features!: Feature[];

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('updated_at')
  updatedAt!: string;

  @InstantColumn('deleted_at', { nullable: true })
  deletedAt!: string | null;
}
