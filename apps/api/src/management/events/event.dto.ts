import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { EVENT_TYPES } from '#directory';
import { Choice, Field, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES);

export class FeedQuery {
  @Text({
    description: 'The id of the last event that you have. Empty: start at the beginning.',
    optional: true,
    min: 0,
  })
  after?: string;

  @ApiPropertyOptional({ type: 'integer', default: 100, description: 'Events per page, from 1 to 1,000.' })
  @Allow()
  limit?: unknown;

  @ApiPropertyOptional({
    type: [String],
    description: 'Only these types. Repeat the parameter, or separate the types with commas.',
    enum: EVENT_TYPE_NAMES,
  })
  @Allow()
  types?: unknown;

  @Text({ description: 'Only events of this organization.', optional: true })
  organization_id?: string;

  @Text({ description: 'Only events of this directory. The response then has `latest_sequence`.', optional: true })
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

  @Instant({ description: 'Only events from this time on.', optional: true, nullable: true })
  start_time?: string | null;

  @Instant({ description: 'Only events up to this time.', optional: true, nullable: true })
  end_time?: string | null;

  @Text({ description: 'Only events of this organization.', optional: true, min: 0 })
  organization_id?: string;

  @Choice({
    description: '`DIR_SYNC`: events of directories. `SCALEKIT`: operational events (`rollcall.*`).',
    of: ['SOURCE_UNSPECIFIED', 'DIR_SYNC', 'SCALEKIT'],
    optional: true,
  })
  source?: string;
}

export class EventBody {
  @ApiProperty({ enum: ['1'] })
  spec_version!: string;

  @ApiProperty({ example: 'evt_01KB4Z7Q3M8XN5T2VWPE6RJEV1' })
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

  @ApiProperty({
    description: 'Use it as `after` in the next request. It also moves past events that the filter leaves out.',
  })
  next_after!: string;

  @ApiProperty({
    description:
      'Whether to read on at once. `false` means that the end of the feed was reached. A filtered page can be empty and still say `true`.',
  })
  has_more!: boolean;

  @ApiProperty({ type: 'integer', required: false, nullable: true, description: 'Only with `directory_id`.' })
  latest_sequence?: number | null;
}

export class CountedEventListAnswer {
  @ApiProperty({ type: [EventBody] })
  events!: EventBody[];

  @ApiProperty({ type: 'integer', description: 'How many events match. Rollcall counts at most 10,000.' })
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
