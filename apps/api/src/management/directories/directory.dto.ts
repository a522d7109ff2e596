import { ApiProperty } from '@nestjs/swagger';
import { type Directory, type DirectoryCounters, type DirectorySecret } from '#persistence';
import { SCIM_PROFILES, type ScimProfile } from '#scim';
import { Choice, Flag, Text, Whole } from '../input/fields.js';
import { DIRECTORY_PROVIDERS, DIRECTORY_TYPES } from './directory-types.js';
import { SecretBody } from './secret.dto.js';

export class CreateDirectory {
  /** Also taken inside `{"directory": …}`. */
  static readonly wrapper = 'directory';

  @Choice({
    description:
      'How changes arrive. `SCIM` (default): the identity provider pushes them. `POLL` and `LDAP`: Rollcall pulls them.',
    of: DIRECTORY_TYPES,
    optional: true,
    example: 'SCIM',
  })
  directory_type?: string;

  @Choice({
    description: 'The identity provider; `GENERIC` by default.',
    of: DIRECTORY_PROVIDERS,
    optional: true,
    example: 'OKTA',
  })
  directory_provider?: string;

  @Text({ description: 'A name for people.', optional: true, min: 0, max: 200, example: 'Megasoft Okta' })
  name?: string;

  @Flag({ description: 'Whether its identity provider is simulated (`:simulate`).', optional: true, example: false })
  sandbox?: boolean;
}

export class UpdateDirectory {
  /** Also taken inside `{"directory": …}`. */
  static readonly wrapper = 'directory';

  @Text({ description: 'A name for people.', optional: true, min: 0, max: 200, example: 'Megasoft Okta' })
  name?: string;

  @Choice({ description: 'The identity provider.', of: DIRECTORY_PROVIDERS, optional: true })
  directory_provider?: string;

  @Flag({ description: 'Enables or disables the directory, like `:enable` and `:disable`.', optional: true })
  enabled?: boolean;

  @Flag({ description: 'Set it to `false` after the identity provider has sent everything again.', optional: true })
  full_sync_required?: boolean;

  @Whole({
    description:
      'SCIM requests a second, for each api process; null for the default (1,000). Short bursts may be ten times as large.',
    min: 25,
    max: 1_000_000,
    optional: true,
    nullable: true,
  })
  scim_rate_limit?: number | null;

  @Choice({
    description:
      'How strictly the SCIM endpoint takes what the identity provider sends. `default`: as providers send it; Entra ID and Okta need this. `interop`: the SCIM 2.0 Interoperability Profile. `ipsie`: the IPSIE SCIM profile, which also takes no static secrets.',
    of: SCIM_PROFILES,
    optional: true,
  })
  scim_profile?: ScimProfile;
}

export class RemoveDirectory {
  @Choice({
    description:
      'What happens to the users. `deactivate` (default) sends one `user_deleted` for each active user. `keep` sends none. `erase` also removes personal data.',
    of: ['keep', 'deactivate', 'erase'],
    optional: true,
  })
  users?: 'keep' | 'deactivate' | 'erase';
}

class StatsBody {
  @ApiProperty({ type: 'integer' })
  total_users!: number;

  @ApiProperty({ type: 'integer' })
  total_groups!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  group_updated_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  user_updated_at!: string | null;
}

class AttributeMappingsBody {
  @ApiProperty({ type: [Object], example: [{ key: 'title', map_to: 'title' }] })
  attributes!: object[];
}

class RoleAssignmentsBody {
  @ApiProperty({ type: [Object], example: [{ group_id: 'dirgroup_01K…', role_name: 'developer' }] })
  assignments!: object[];
}

export class DirectoryBody {
  @ApiProperty({ example: 'dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  organization_id!: string;

  @ApiProperty({ enum: DIRECTORY_TYPES })
  directory_type!: string;

  @ApiProperty({ enum: DIRECTORY_PROVIDERS })
  directory_provider!: string;

  @ApiProperty()
  enabled!: boolean;

  @ApiProperty({
    enum: ['DRAFT', 'IN_PROGRESS', 'COMPLETED'],
    description:
      '`DRAFT`: the identity provider has not connected yet. `IN_PROGRESS`: it sent an authenticated request. `COMPLETED`: at least one user is stored. The status never goes back.',
  })
  status!: string;

  @ApiProperty({ description: 'The SCIM base URL for the identity provider.' })
  directory_endpoint!: string;

  @ApiProperty({ type: 'integer', description: 'The users in the directory, including deactivated users.' })
  total_users!: number;

  @ApiProperty({ type: 'integer' })
  total_groups!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the identity provider last changed something. Null: never. Enabling and disabling do not count.',
  })
  last_synced_at!: string | null;

  @ApiProperty({
    description:
      'True if Rollcall refused changes while the directory was disabled. Start a full sync at the identity provider, then set this to false.',
  })
  full_sync_required!: boolean;

  @ApiProperty({ type: 'integer', nullable: true, description: 'SCIM requests a second. Null: the default (1,000).' })
  scim_rate_limit!: number | null;

  @ApiProperty({ enum: SCIM_PROFILES, description: 'How strictly the SCIM endpoint checks requests.' })
  scim_profile!: ScimProfile;

  @ApiProperty({ description: 'Whether its identity provider is simulated.' })
  sandbox!: boolean;

  @ApiProperty({ type: [SecretBody] })
  secrets!: SecretBody[];

  @ApiProperty()
  stats!: StatsBody;

  @ApiProperty()
  attribute_mappings!: AttributeMappingsBody;

  @ApiProperty()
  role_assignments!: RoleAssignmentsBody;

  static of({ directory, counters, secrets }: DirectoryView, publicUrl: string): DirectoryBody {
    return {
      id: directory.id,
      name: directory.name,
      organization_id: directory.organizationId,
      directory_type: directory.type,
      directory_provider: directory.provider,
      enabled: directory.enabled,
      status: counters.status,
      directory_endpoint: `${publicUrl}/directory/${directory.id}/scim/v2`,
      total_users: counters.users,
      total_groups: counters.groups,
      last_synced_at: counters.lastSyncedAt,
      full_sync_required: directory.fullSyncRequired,
      scim_rate_limit: directory.scimRateLimit,
      scim_profile: directory.scimProfile,
      sandbox: directory.sandbox,
      secrets: secrets.map(SecretBody.of),
      stats: {
        total_users: counters.users,
        total_groups: counters.groups,
        group_updated_at: counters.groupUpdatedAt,
        user_updated_at: counters.userUpdatedAt,
      },
      attribute_mappings: { attributes: directory.attributeMappings },
      role_assignments: { assignments: directory.roleAssignments },
    };
  }
}

/** A directory with what is kept beside it. */
export interface DirectoryView {
  directory: Directory;
  counters: DirectoryCounters;
  secrets: DirectorySecret[];
}

export class DirectoryAnswer {
  @ApiProperty()
  directory!: DirectoryBody;
}

export class DirectoryList {
  @ApiProperty({ type: [DirectoryBody] })
  directories!: DirectoryBody[];
}

export class ToggleAnswer {
  @ApiProperty()
  enabled!: boolean;

  @ApiProperty({ required: false, example: 'The directory is already enabled' })
  error_message?: string;
}
