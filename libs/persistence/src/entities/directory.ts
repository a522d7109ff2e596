import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ScimProfile } from '#scim';
import { InstantColumn } from './columns.js';

/** A connection to one IdP of an organization. Enabled, disabled and deleted through DirectoryChanges only. */
@Entity('directories')
export class Directory {
  @PrimaryColumn('text')
  id!: string;

  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column({ name: 'directory_type', type: 'text' })
  type!: string;

  @Column({ name: 'directory_provider', type: 'text' })
  provider!: string;

  @Column({ type: 'boolean', update: false })
  enabled!: boolean;

  @Column({ name: 'full_sync_required', type: 'boolean' })
  fullSyncRequired!: boolean;

  @Column({ name: 'attribute_mappings', type: 'jsonb' })
  attributeMappings!: object[];

  @Column({ name: 'role_assignments', type: 'jsonb' })
  roleAssignments!: object[];

  /** Its provider is simulated. */
  @Column({ type: 'boolean', update: false })
  sandbox!: boolean;

  @Column({ name: 'scim_rate_limit', type: 'integer', nullable: true })
  scimRateLimit!: number | null;

  @Column({ name: 'scim_profile', type: 'text' })
  scimProfile!: ScimProfile;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('updated_at')
  updatedAt!: string;

  @InstantColumn('deleted_at', { nullable: true, update: false })
  deletedAt!: string | null;
}
