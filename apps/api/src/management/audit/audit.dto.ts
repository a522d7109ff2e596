import { ApiProperty } from '@nestjs/swagger';
import { type AuditCriteria, type AuditView } from '#persistence';
import { Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

const ACTORS = ['api_key', 'portal', 'scim', 'system'] as const;

export class AuditQuery extends PageQuery {
  @Text({ description: 'Only actions of this API key or portal session.', optional: true })
  actor_id?: string;

  @Text({ description: 'Only this action.', optional: true, example: 'directory.create' })
  action?: string;

  @Text({ description: 'Only actions on this kind of object.', optional: true, example: 'directory' })
  target_type?: string;

  @Text({ description: 'Only actions on this object.', optional: true })
  target_id?: string;

  @Text({ description: 'Only actions in this organization.', optional: true })
  organization_id?: string;

  @Text({ description: 'Only actions in this directory.', optional: true })
  directory_id?: string;

  @Instant({ description: 'Only entries from this time on.', optional: true })
  start_time?: string;

  @Instant({ description: 'Only entries before this time.', optional: true })
  end_time?: string;

  static criteria(query: AuditQuery): AuditCriteria {
    return {
      actorId: query.actor_id,
      action: query.action,
      targetType: query.target_type,
      targetId: query.target_id,
      organizationId: query.organization_id,
      directoryId: query.directory_id,
      startTime: query.start_time,
      endTime: query.end_time,
    };
  }
}

export class AuditExportQuery {
  @Text({ description: 'Only the chain of this organization.', optional: true })
  organization_id?: string;
}

export class AuditExportEnd {
  @ApiProperty({ enum: ['End'] })
  object!: 'End';

  @ApiProperty({ type: 'integer', description: 'How many entries there were.' })
  entries!: number;
}

export class AuditLogBody implements AuditView {
  @ApiProperty({ example: 'log_01KB4Z7Q3M8XN5T2VWPE6RJ10G' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ enum: ACTORS })
  actor_type!: AuditView['actor_type'];

  @ApiProperty({ type: String, nullable: true, description: 'The API key or portal session that did it.' })
  actor_id!: string | null;

  @ApiProperty({ example: 'directory.create' })
  action!: string;

  @ApiProperty({ example: 'directory' })
  target_type!: string;

  @ApiProperty({ type: String, nullable: true })
  target_id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  organization_id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  directory_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The address that sent the request.' })
  ip!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The `x-request-id` of the response.' })
  request_id!: string | null;

  @ApiProperty({ enum: ['done', 'refused'], description: '`refused`: nothing happened.' })
  outcome!: AuditView['outcome'];

  @ApiProperty({ type: String, nullable: true, description: 'Why the act was refused.', example: null })
  error_code!: string | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'object', additionalProperties: true },
    description: 'What changed, by field: `before` and `after`, or `hidden` for secrets and personal data.',
    example: { hold: { before: false, after: true } },
  })
  changes!: AuditView['changes'];

  @ApiProperty({ type: 'integer', description: "The entry's number in the chain of its organization, from 1 on." })
  sequence!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `hash` of the entry before. Null in the first entry.',
  })
  previous_hash!: string | null;

  @ApiProperty({ description: 'SHA-256 over the other fields (docs/audit.md), in hexadecimal.' })
  hash!: string;
}

export class AuditLogList extends PageAnswer {
  @ApiProperty({ type: [AuditLogBody] })
  audit_logs!: AuditLogBody[];
}
