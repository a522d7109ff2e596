import { ApiProperty, OmitType } from '@nestjs/swagger';
import {
  type AttemptView,
  type DeliveryCriteria,
  type DeliveryDetail,
  type DeliveryState,
  type DeliveryView,
  type DeliveryWait,
  WAITING_FOR,
} from '#persistence';
import { EVENT_TYPE_NAMES } from '../events/event.dto.js';
import { Choice, Instant, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

const STATES: readonly DeliveryState[] = [
  'pending',
  'sending',
  'delivered',
  'retrying',
  'held',
  'exhausted',
  'superseded',
  'canceled',
];

export class DeliveryQuery extends PageQuery {
  @Choice({ description: 'Only deliveries in this state.', of: STATES, optional: true })
  state?: DeliveryState;

  @Choice({ description: 'Only deliveries of events of this type.', of: EVENT_TYPE_NAMES, optional: true })
  event_type?: string;
}

const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;

export class AllDeliveriesQuery extends DeliveryQuery {
  @Text({ description: 'Only deliveries to this endpoint.', optional: true, max: 36 })
  endpoint_id?: string;

  @Text({ description: 'Only deliveries of events of this organization.', optional: true, max: 36 })
  organization_id?: string;

  @Text({ description: 'Only deliveries of events of this directory.', optional: true, max: 36 })
  directory_id?: string;

  @Text({ description: 'Only deliveries about this user.', optional: true, max: 36 })
  user_id?: string;

  @Text({ description: 'Only deliveries of this event.', optional: true, max: 36 })
  event_id?: string;

  @Choice({
    description: 'Only deliveries whose last attempt got an answer of this kind. `none`: no answer.',
    of: STATUS_CLASSES,
    optional: true,
  })
  status_class?: (typeof STATUS_CLASSES)[number];

  @Instant({ description: 'Only deliveries made from this time on.', optional: true })
  since?: string;

  @Instant({ description: 'Only deliveries made before this time.', optional: true })
  until?: string;

  static criteria(query: AllDeliveriesQuery): DeliveryCriteria {
    return {
      state: query.state,
      eventType: query.event_type,
      endpointId: query.endpoint_id,
      organizationId: query.organization_id,
      directoryId: query.directory_id,
      userId: query.user_id,
      eventId: query.event_id,
      statusClass: query.status_class,
      since: query.since,
      until: query.until,
    };
  }
}

export class DeliveryBody implements DeliveryView {
  @ApiProperty({ example: 'dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1' })
  id!: string;

  @ApiProperty()
  event_id!: string;

  @ApiProperty({ enum: EVENT_TYPE_NAMES })
  event_type!: string;

  @ApiProperty()
  endpoint_id!: string;

  @ApiProperty({ enum: STATES, description: '`held`: the endpoint is disabled, and the delivery waits for it.' })
  state!: DeliveryState;

  @ApiProperty({ type: 'integer' })
  attempts!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_attempt_at!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The HTTP status of the last attempt.' })
  last_status!: number | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  delivered_at!: string | null;

  @ApiProperty({ type: String, nullable: true })
  organization_id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The user that the event is about. Null: it is about something else.',
  })
  user_id!: string | null;
}

export class AttemptBody implements AttemptView {
  @ApiProperty({ type: 'integer', description: 'The number of the attempt, starting at 1.' })
  number!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: 'integer' })
  duration_ms!: number;

  @ApiProperty({ enum: ['delivered', 'failed', 'interrupted'] })
  outcome!: AttemptView['outcome'];

  @ApiProperty({ type: 'integer', nullable: true, description: 'The HTTP status. Null: there was no response.' })
  status!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'What went wrong, in plain words.' })
  error!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  response_headers!: Record<string, string | string[]> | null;

  @ApiProperty({ type: String, nullable: true, description: 'The first 16 KiB of the response body.' })
  response_body!: string | null;
}

const WAITING_DESCRIPTION = `Why this delivery has not arrived. Null: it is over, or it goes out now.
- \`earlier_delivery\`: an earlier event of the same user or group has to arrive first (\`waits_for\`).
- \`retry_time\`: the last attempt failed; the next one is at \`waiting_until\`.
- \`breaker\`: the endpoint failed too often in a row. A single request tries it again at \`waiting_until\`.
- \`concurrency\`: as many requests to the endpoint are under way as it can take at once.
- \`rate_limit\`: the endpoint's \`rate_limit\` is used up.
- \`endpoint_disabled\`: the endpoint is disabled.
- \`lease\`: a worker is sending it; if that worker stops, another one sends it after \`waiting_until\`.`;

class DeliveryRequestBody {
  @ApiProperty()
  url!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Values of your own headers are masked. The signature is made anew for each attempt.',
    example: { 'content-type': 'application/json', 'x-api-key': '••••' },
  })
  headers!: Record<string, string>;

  @ApiProperty({ type: String, nullable: true, description: 'The event as it is sent. Null: it is no longer kept.' })
  body!: string | null;
}

class StepBody {
  @ApiProperty({ type: 'integer', description: 'Attempts so far; interrupted attempts do not count.' })
  number!: number;

  @ApiProperty({ type: 'integer', description: 'Attempts until Rollcall gives up.' })
  of!: number;
}

export class DeliveryDetailBody extends OmitType(DeliveryBody, ['attempts']) implements Omit<DeliveryDetail, 'source'> {
  @ApiProperty({
    enum: WAITING_FOR,
    type: String,
    nullable: true,
    description: WAITING_DESCRIPTION,
  })
  waiting_for!: DeliveryWait['waiting_for'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The latest time at which the wait ends; null if this time is not known.',
  })
  waiting_until!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'With `earlier_delivery`: the id of that delivery.' })
  waits_for!: string | null;

  @ApiProperty()
  request!: DeliveryRequestBody;

  @ApiProperty()
  step!: StepBody;

  @ApiProperty({ type: [AttemptBody], description: 'Oldest first.' })
  attempts!: AttemptBody[];
}

export class DeliveryDetailAnswer {
  @ApiProperty()
  delivery!: DeliveryDetailBody;
}

export class DeliveryListAnswer extends PageAnswer {
  @ApiProperty({ type: [DeliveryBody] })
  deliveries!: DeliveryBody[];
}
