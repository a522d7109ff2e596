import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { userData, type UserRecord, type UserScope } from '#directory';
import { Choice, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

const TRUTH = ['true', 'false'];

export class UserQuery extends PageQuery {
  @Choice({
    description: '`true` adds `user_detail`: title, department, custom attributes and everything else.',
    of: TRUTH,
    optional: true,
  })
  include_detail?: string;

  @Instant({ description: 'Only users changed after this time.', optional: true })
  updated_after?: string;

  @Text({ description: 'Only members of this group.', optional: true })
  directory_group_id?: string;

  @Choice({ description: '`true`: only active users. `false`: only inactive users.', of: TRUTH, optional: true })
  active?: string;

  @Text({ description: 'Only the user with this e-mail address. Case does not matter.', optional: true, max: 320 })
  email?: string;

  @Text({ description: 'Only the user with this id of the identity provider (SCIM `externalId`).', optional: true })
  external_id?: string;

  @Text({
    description: 'A SCIM filter (RFC 7644 §3.4.2.2) over the attributes that the identity provider sent.',
    optional: true,
    max: 8_192,
    example: 'name.familyName sw "S" and active eq true',
  })
  filter?: string;
}

export class GroupMembersQuery extends PageQuery {
  @Choice({
    description: '`true` adds `user_detail`: title, department, custom attributes and everything else.',
    of: TRUTH,
    optional: true,
  })
  include_detail?: string;
}

class UserGroupBody {
  @ApiProperty({ example: 'dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP' })
  id!: string;

  @ApiProperty()
  display_name!: string;
}

class RoleBody {
  @ApiProperty({ example: 'developer' })
  role_name!: string;
}

export class UserBody {
  @ApiProperty({ example: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR' })
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @ApiProperty()
  preferred_username!: string;

  @ApiProperty({ type: String, nullable: true })
  given_name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  family_name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ description: 'False for deactivated and deleted users, which stay in the list.' })
  active!: boolean;

  @ApiProperty({ type: String, nullable: true, description: "The identity provider's own id." })
  external_id!: string | null;

  @ApiProperty({ type: [String] })
  emails!: string[];

  @ApiProperty({ type: [UserGroupBody] })
  groups!: UserGroupBody[];

  @ApiProperty({ type: [RoleBody] })
  roles!: RoleBody[];

  @ApiProperty({
    type: 'integer',
    description: 'Grows with every announced change. Compare it with the `version` of an event.',
  })
  version!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The whole profile as in the `data` of events: `title`, `department`, `custom_attributes`, `raw_attributes` and more. Only with `include_detail=true`.',
  })
  user_detail?: Record<string, unknown>;

  static of(user: UserRecord, scope: UserScope, withDetail: boolean): UserBody {
    const { profile } = user;
    const detail = userData(user, scope);
    return {
      id: user.id,
      email: profile.email,
      preferred_username: profile.preferred_username,
      given_name: profile.given_name,
      family_name: profile.family_name,
      name: profile.name,
      active: user.active,
      external_id: user.externalId,
      emails: profile.emails,
      groups: user.groups.map(({ id, name }) => ({ id, display_name: name })),
      roles: detail['roles'] as RoleBody[],
      version: user.version,
      created_at: user.createdAt,
      updated_at: user.updatedAt,
      ...(withDetail && { user_detail: detail }),
    };
  }
}

export class UserAnswer {
  @ApiProperty()
  user!: UserBody;
}

export class UserListAnswer extends PageAnswer {
  @ApiProperty({ type: [UserBody] })
  users!: UserBody[];
}
