import { ApiProperty } from '@nestjs/swagger';
import { type DeliveryWait, type EndpointBacklog, WAITING_FOR } from '#persistence';

export class BacklogBody implements EndpointBacklog {
  @ApiProperty({ type: 'integer', description: 'Deliveries that were not attempted yet.' })
  pending!: number;

  @ApiProperty({ type: 'integer' })
  sending!: number;

  @ApiProperty({ type: 'integer', description: 'Deliveries that failed and wait for the next attempt.' })
  retrying!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  oldest_created_at!: string | null;
}

export class EndpointHealthBody {
  @ApiProperty({
    enum: ['healthy', 'failing', 'disabled'],
    description: '`failing`: recent attempts have only failed.',
  })
  status!: 'healthy' | 'failing' | 'disabled';

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failing_since!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'Too many requests failed in a row. Rollcall sends nothing until this time, and then one request as a probe.',
  })
  paused_until!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why Rollcall disabled the endpoint.' })
  disabled_reason!: string | null;

  @ApiProperty({
    enum: WAITING_FOR,
    type: String,
    nullable: true,
    description:
      'What the delivery waits for that is due first; the words are those of a delivery. Null: nothing waits.',
  })
  waiting_for!: DeliveryWait['waiting_for'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The latest time at which that wait ends; null if this time is not known.',
  })
  waiting_until!: string | null;

  @ApiProperty({ description: 'The undelivered deliveries. They are held while the endpoint is disabled.' })
  backlog!: BacklogBody;
}

export class EndpointHealthAnswer {
  @ApiProperty()
  health!: EndpointHealthBody;
}
