import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { EVENT_TYPES } from '#directory';
import { Choice, Field, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES);

export class FeedQuery {
  @Text({ description: 'The last event you have; empty for the beginning.', optional: true, min: 0 })
  after?: string;

  @ApiPropertyOptional({ type: 'integer', default: 100, description: 'Clamped to 1 … 1,000.' })
  @Allow()
  limit?: unknown;

  @ApiPropertyOptional({
    type: [String],
    description: 'Only these types: repeated, or separated by commas.',
    enum: EVENT_TYPE_NAMES,
  })
  @Allow()
  types?: unknown;

  @Text({ description: "Only this organization's.", optional: true })
  organization_id?: string;

  @Text({ description: "Only this directory's; adds `latest_sequence`.", optional: true })
  directory_id?: string;
}

/** Scalekit's filter. Unknown types match nothing. */
export class EventFilter extends PageQuery {
  /** Also taken inside `{"filter": …}`. */
  static readonly wrapper = 'filter';

  @Field(
    {
      description: 'Only these types.',
      optional: true,
      schema: { type: [String] },
      example: ['organization.directory.user_deleted'],
    },
    IsArray({ message: 'must be an array of strings' }),
    IsString({ each: true, message: 'must be an array of strings' }),
    ArrayMaxSize(100),
  )
  event_types?: string[];

  @Instant({ description: 'Not before.', optional: true, nullable: true })
  start_time?: string | null;

  @Instant({ description: 'Not after.', optional: true, nullable: true })
  end_time?: string | null;

  @Text({ description: "Only this organization's.", optional: true, min: 0 })
  organization_id?: string;

  @Choice({
    description: "`DIR_SYNC`: of directories; `SCALEKIT`: the broker's own.",
    of: ['SOURCE_UNSPECIFIED', 'DIR_SYNC', 'SCALEKIT'],
    optional: true,
  })
  source?: string;
}

export class EventBody {
  @ApiProperty({ enum: ['1'] })
  spec_version!: string;

  @ApiProperty({ example: 'evt_01K0000000000000000000000' })
  id!: string;

  @ApiProperty({ enum: EVENT_TYPE_NAMES })
  type!: string;

  @ApiProperty({ example: 'DirectoryUser' })
  object!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  occurred_at!: string;

  @ApiProperty()
  environment_id!: string;

  @ApiProperty({ type: String, nullable: true })
  organization_id!: string | null;

  @ApiProperty({ example: 'Directory User Updated' })
  display_name!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Commit order within the directory, without gaps.' })
  sequence!: number | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  data!: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What changed, with the values of the previous event of the same object.',
  })
  previous_attributes?: Record<string, unknown>;
}

export class FeedAnswer {
  @ApiProperty({ type: [EventBody] })
  events!: EventBody[];

  @ApiProperty({ description: 'The `after` of the next request. It advances over filtered-out events, too.' })
  next_after!: string;

  @ApiProperty({ type: 'integer', required: false, nullable: true, description: 'Only with `directory_id`.' })
  latest_sequence?: number | null;
}

export class CountedEventListAnswer {
  @ApiProperty({ type: [EventBody] })
  events!: EventBody[];

  @ApiProperty({ type: 'integer', description: 'All that match; at most 10,000 are counted.' })
  total_size!: number;

  @ApiProperty({ description: 'Empty on the last page.' })
  next_page_token!: string;

  @ApiProperty({ description: 'Empty on the first page.' })
  prev_page_token!: string;
}

export class EventListAnswer {
  @ApiProperty({ type: [EventBody] })
  events!: EventBody[];

  @ApiProperty({ description: 'Empty on the last page.' })
  next_page_token!: string;

  @ApiProperty({ description: 'Empty on the first page.' })
  prev_page_token!: string;
}
