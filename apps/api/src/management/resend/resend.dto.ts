import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ResendView } from '#persistence';
import { EVENT_TYPE_NAMES } from '../events/event.dto.js';
import { Choices, Flag, Instant, Text } from '../input/fields.js';
import { PageAnswer } from '../openapi/answers.js';

const FINISHED = ['delivered', 'exhausted', 'superseded', 'canceled'];

export class Resync {
  @Text({ description: 'The endpoint that gets the events.', max: 36, example: 'ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1' })
  endpoint_id!: string;
}

export class Replay {
  @Instant({ description: 'Only deliveries created since this time.', example: '2026-01-31T12:00:00Z' })
  since!: string;

  @Instant({ description: 'Only deliveries created before this time. The default is now.', optional: true })
  until?: string;

  @Choices({
    description: 'Only deliveries that ended in these states. The default is every state.',
    of: FINISHED,
    optional: true,
  })
  states?: string[];

  @Choices({ description: 'Only deliveries of these event types.', of: EVENT_TYPE_NAMES, optional: true })
  event_types?: string[];

  @Flag({ description: 'Only counts what would be sent.', optional: true })
  dry_run?: boolean;
}

export class ResendBody implements ResendView {
  @ApiProperty({ example: 'rsd_01KB4Z7Q3M8XN5T2VWPE6RJRS1' })
  id!: string;

  @ApiProperty({ enum: ['resync', 'replay'] })
  kind!: ResendView['kind'];

  @ApiProperty()
  endpoint_id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The directory of a resync. Null for a replay.' })
  directory_id!: string | null;

  @ApiProperty({
    enum: ['starting', 'sending', 'finishing', 'done', 'canceled'],
    description:
      '`starting` and `finishing`: the resend waits until what it sent is delivered. `done`: everything is queued; `waiting` says whether everything was delivered.',
  })
  state!: ResendView['state'];

  @ApiProperty({
    type: 'integer',
    description: 'How many deliveries there are to send. A resync counts `sync_started` and `sync_completed`, too.',
  })
  expected!: number;

  @ApiProperty({ type: 'integer', description: 'How many deliveries were queued for the endpoint so far.' })
  deliveries!: number;

  @ApiProperty({ type: 'integer', description: 'How many of them the endpoint has acknowledged.' })
  delivered!: number;

  @ApiProperty({ type: 'integer', description: 'How many are still to be sent, or wait for their next attempt.' })
  waiting!: number;

  @ApiProperty({ type: 'integer', description: 'How many were given up.' })
  failed!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the last delivery was queued. For a resync: when every delivery was delivered or exhausted.',
  })
  finished_at!: string | null;
}

export class ResendAnswer {
  @ApiProperty()
  resend!: ResendBody;
}

export class ResendListAnswer extends PageAnswer {
  @ApiProperty({ type: [ResendBody] })
  resends!: ResendBody[];
}

export class ResyncAnswer {
  @ApiProperty()
  resync!: ResendBody;
}

export class ReplayAnswer {
  @ApiProperty({ type: 'integer', description: 'How many deliveries match.' })
  count!: number;

  @ApiPropertyOptional({ description: 'Nothing with `dry_run`.' })
  replay?: ResendBody;
}
