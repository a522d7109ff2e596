import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type AttentionView, FIRST_STEPS, type OverviewView } from '#persistence';
import { Choice } from '../input/fields.js';

export const WINDOW_SECONDS = { '1h': 3_600, '24h': 86_400, '7d': 604_800 } as const;
export type OverviewWindow = keyof typeof WINDOW_SECONDS;

export class OverviewQuery {
  @Choice({
    description: 'The time that deliveries are counted over; `24h` by default.',
    of: Object.keys(WINDOW_SECONDS),
    optional: true,
    example: '24h',
  })
  window?: OverviewWindow;
}

const counts = { type: 'object' as const, additionalProperties: { type: 'integer' as const } };

class CountsBody {
  @ApiProperty({ type: 'integer' })
  organizations!: number;

  @ApiProperty({ ...counts, description: 'By health.', example: { ok: 12, waiting: 2 } })
  directories!: Record<string, number>;

  @ApiProperty({ ...counts, description: 'By status.', example: { healthy: 3, failing: 1 } })
  endpoints!: Record<string, number>;
}

class DeliveryCountsBody {
  @ApiProperty({ type: 'integer' })
  delivered!: number;

  @ApiProperty({ type: 'integer' })
  failed_attempts!: number;

  @ApiProperty({ type: 'integer', description: 'Undelivered at this moment.' })
  pending!: number;

  @ApiProperty({ type: 'integer' })
  exhausted!: number;

  @ApiProperty({ type: 'integer', nullable: true })
  p50_ms!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  p95_ms!: number | null;
}

class FirstStepBody {
  @ApiProperty({ enum: FIRST_STEPS })
  id!: (typeof FIRST_STEPS)[number];

  @ApiProperty()
  done!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What shows that the step is done: for `portal` the organization, for `webhook` the delivery.',
  })
  object_id!: string | null;
}

class AttentionBody implements AttentionView {
  @ApiProperty({
    enum: [
      'endpoint_failing',
      'endpoint_disabled',
      'directory_refusing',
      'full_sync_required',
      'departures_held',
      'secret_expires',
      'deprovisioning_unacknowledged',
      'sync_failing',
      'sync_needs_review',
    ],
  })
  kind!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  since!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'Deliveries that wait, requests that were refused, syncs that failed in a row, or people.',
  })
  count!: number;

  @ApiPropertyOptional()
  organization_id?: string;

  @ApiPropertyOptional()
  directory_id?: string;

  @ApiPropertyOptional()
  endpoint_id?: string;
}

class OverviewBody implements OverviewView {
  @ApiProperty()
  counts!: CountsBody;

  @ApiProperty()
  deliveries!: DeliveryCountsBody;

  @ApiProperty({ type: [FirstStepBody] })
  first_steps!: FirstStepBody[];

  @ApiProperty({ type: [AttentionBody], description: 'Up to 20 of each kind.' })
  attention!: AttentionBody[];
}

export class OverviewAnswer {
  @ApiProperty()
  overview!: OverviewBody;
}
