import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { groupData, type UserScope } from '#directory';
import { type CountedGroup } from '#persistence';
import { Choice, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

export class GroupQuery extends PageQuery {
  @Choice({ description: '`true` adds `group_detail`, with `raw_attributes`.', of: ['true', 'false'], optional: true })
  include_detail?: string;

  @Instant({ description: 'Only groups changed after this time.', optional: true })
  updated_after?: string;

  @Text({ description: 'Only the group with this id of the identity provider (SCIM `externalId`).', optional: true })
  external_id?: string;
}

export class GroupBody {
  @ApiProperty({ example: 'dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP' })
  id!: string;

  @ApiProperty()
  display_name!: string;

  @ApiProperty({ type: String, nullable: true })
  external_id!: string | null;

  @ApiProperty({ type: 'integer' })
  total_users!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The whole group as in the `data` of events, including `raw_attributes`. Only with `include_detail=true`.',
  })
  group_detail?: Record<string, unknown>;

  static of(group: CountedGroup, scope: UserScope, withDetail: boolean): GroupBody {
    return {
      id: group.id,
      display_name: group.displayName,
      external_id: group.externalId,
      total_users: group.totalUsers,
      updated_at: group.updatedAt,
      ...(withDetail && { group_detail: groupData(group, scope) }),
    };
  }
}

export class GroupAnswer {
  @ApiProperty()
  group!: GroupBody;
}

export class GroupListAnswer extends PageAnswer {
  @ApiProperty({ type: [GroupBody] })
  groups!: GroupBody[];
}
