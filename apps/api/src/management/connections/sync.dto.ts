import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type SyncChangeView, type SyncView } from '#persistence';
import { Choice, Flag, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';
import { LONGEST_REASON } from '../policy/held-departure.dto.js';

export const SYNC_STATES = ['queued', 'running', 'needs_review', 'succeeded', 'failed', 'canceled'];
const TRIGGERS = ['schedule', 'manual', 'notification', 'upload'];
const PHASES = ['listing_users', 'listing_groups', 'comparing', 'applying'];
const KINDS = ['created', 'updated', 'deactivated', 'skipped'] as const;

export class StartSync {
  @Flag({
    description: 'Count what would change, keep it for `changes`, and change nothing.',
    optional: true,
    example: true,
  })
  dry_run?: boolean;
}

export class DecideSync {
  @Text({
    description: 'Why. Kept in `review.decision` of the sync.',
    optional: true,
    nullable: true,
    max: LONGEST_REASON,
    example: 'The office in Lyon closed.',
  })
  reason?: string | null;
}

export class SyncProgress {
  @ApiProperty({ enum: PHASES })
  phase!: string;

  @ApiProperty({ type: 'integer', description: 'Users listed so far.' })
  seen!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where the source does not say.' })
  total!: number | null;
}

export class SyncWarningBody {
  @ApiProperty({ example: 'member_unknown' })
  code!: string;

  @ApiProperty()
  message!: string;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ type: [String], description: 'At most five.' })
  examples!: string[];
}

export class SyncErrorBody {
  @ApiProperty({ example: 'credentials_rejected' })
  code!: string;

  @ApiProperty()
  message!: string;

  @ApiProperty({ description: 'What to do about it.' })
  hint!: string;
}

export class SyncReviewPerson {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;
}

export class SyncDecisionBody {
  @ApiProperty({ enum: ['approved', 'rejected'] })
  decision!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class SyncReviewBody {
  @ApiProperty({ description: 'Why the sync stopped. Empty for a dry run that would not stop.' })
  reason!: string;

  @ApiProperty({ type: 'integer' })
  would_deactivate!: number;

  @ApiProperty({ type: 'integer', description: 'Active users of the directory.' })
  of!: number;

  @ApiProperty({ type: 'integer' })
  would_delete_groups!: number;

  @ApiProperty({ type: [SyncReviewPerson], description: 'At most a hundred.' })
  sample!: SyncReviewPerson[];

  @ApiPropertyOptional({ type: SyncDecisionBody, description: 'Absent while the sync waits.' })
  decision?: SyncDecisionBody;
}

export class SyncBody {
  @ApiProperty({ example: 'sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN' })
  id!: string;

  @ApiProperty({ example: 'dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R' })
  directory_id!: string;

  @ApiProperty({ enum: SYNC_STATES })
  state!: string;

  @ApiProperty({ enum: TRIGGERS })
  trigger!: string;

  @ApiProperty()
  dry_run!: boolean;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finished_at!: string | null;

  @ApiProperty()
  progress!: SyncProgress;

  @ApiProperty({ type: 'integer' })
  created!: number;

  @ApiProperty({ type: 'integer' })
  updated!: number;

  @ApiProperty({ type: 'integer' })
  deactivated!: number;

  @ApiProperty({ type: 'integer' })
  reactivated!: number;

  @ApiProperty({ type: 'integer' })
  unchanged!: number;

  @ApiProperty({ type: 'integer' })
  skipped!: number;

  @ApiProperty({ type: 'integer' })
  groups_created!: number;

  @ApiProperty({ type: 'integer' })
  groups_updated!: number;

  @ApiProperty({ type: 'integer' })
  groups_deleted!: number;

  @ApiProperty({ type: 'integer' })
  memberships_added!: number;

  @ApiProperty({ type: 'integer' })
  memberships_removed!: number;

  @ApiProperty({ type: [SyncWarningBody] })
  warnings!: SyncWarningBody[];

  @ApiProperty({ type: SyncErrorBody, nullable: true })
  error!: SyncErrorBody | null;

  @ApiProperty({ type: SyncReviewBody, nullable: true })
  review!: SyncReviewBody | null;
}

export class SyncAnswer {
  @ApiProperty({ type: SyncBody })
  sync!: SyncView;
}

export class SyncList extends PageAnswer {
  @ApiProperty({ type: [SyncBody] })
  syncs!: SyncView[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_sync_at!: string | null;
}

export class SyncChangesQuery extends PageQuery {
  @Choice({ description: 'Only changes of this kind.', of: KINDS, optional: true, example: 'deactivated' })
  kind?: string;

  @Text({ description: 'A part of a name, user name or address.', optional: true, example: 'ada' })
  query?: string;
}

export class SyncChangeUser {
  @ApiProperty({ type: String, nullable: true, description: 'Null for a user who would be new.' })
  id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  user_name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;
}

export class SyncChangedField {
  @ApiProperty({ example: 'title' })
  field!: string;

  @ApiProperty({ type: Object, nullable: true })
  before!: unknown;

  @ApiProperty({ type: Object, nullable: true })
  after!: unknown;
}

export class SyncChangeBody {
  @ApiProperty()
  id!: string;

  @ApiProperty({ enum: KINDS })
  kind!: string;

  @ApiProperty()
  user!: SyncChangeUser;

  @ApiProperty({ type: [SyncChangedField] })
  changed!: SyncChangedField[];

  @ApiProperty({ type: String, nullable: true })
  why!: string | null;

  @ApiProperty({ type: [String] })
  groups_lost!: string[];
}

export class SyncChangeList extends PageAnswer {
  @ApiProperty({ type: [SyncChangeBody] })
  changes!: SyncChangeView[];
}

export class UploadQuery {
  @Choice({
    description: '`true` applies the file at once. By default it is only checked, and `:apply` applies it.',
    of: ['true', 'false'],
    optional: true,
    example: 'false',
  })
  apply?: 'true' | 'false';

  @Choice({
    description: 'What happens to people who are not in the file. `keep` (default): they stay. `leave`: they leave.',
    of: ['keep', 'leave'],
    optional: true,
    example: 'keep',
  })
  missing?: 'keep' | 'leave';
}
