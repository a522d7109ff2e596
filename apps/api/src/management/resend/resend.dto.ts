import { ApiProperty } from '@nestjs/swagger';
import { type ResendView } from '#persistence';
import { EVENT_TYPE_NAMES } from '../events/event.dto.js';
import { Choices, Instant, Text } from '../input/fields.js';
import { PageAnswer } from '../openapi/answers.js';

const FINISHED = ['delivered', 'exhausted', 'superseded', 'canceled'];

export class Resync {
  @Text({ description: 'The endpoint to tell.', max: 36, example: 'ep_01K0000000000000000000000' })
  endpoint_id!: string;
}

export class Replay {
  @Instant({ description: 'Deliveries created since then.', example: '2026-01-31T12:00:00Z' })
  since!: string;

  @Instant({ description: 'And before then; now unless given.', optional: true })
  until?: string;

  @Choices({ description: 'Only those that ended so; all of them unless given.', of: FINISHED, optional: true })
  states?: string[];

  @Choices({ description: 'Only of events of these types.', of: EVENT_TYPE_NAMES, optional: true })
  event_types?: string[];
}

export class ResendBody implements ResendView {
  @ApiProperty({ example: 'rsd_01K0000000000000000000000' })
  id!: string;

  @ApiProperty({ enum: ['resync', 'replay'] })
  kind!: ResendView['kind'];

  @ApiProperty()
  endpoint_id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of a resync.' })
  directory_id!: string | null;

  @ApiProperty({
    enum: ['starting', 'sending', 'finishing', 'done', 'canceled'],
    description:
      '`starting`, `finishing`: it waits for what it has sent to arrive. `done`: everything is queued; `waiting` says whether it has arrived.',
  })
  state!: ResendView['state'];

  @ApiProperty({
    type: 'integer',
    description: 'How many deliveries there are to send; of a resync, `sync_started` and `sync_completed` included.',
  })
  expected!: number;

  @ApiProperty({ type: 'integer', description: 'How many of them have been queued so far.' })
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
    description:
      'When everything had been queued; of a resync, when everything had arrived or was given up, and its end was queued.',
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
  @ApiProperty({ type: 'integer', description: 'Deliveries that match.' })
  count!: number;

  @ApiProperty()
  replay!: ResendBody;
}
