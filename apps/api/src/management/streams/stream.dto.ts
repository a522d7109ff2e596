import { ApiProperty } from '@nestjs/swagger';
import { type WebhookEndpoint } from '#persistence';
import { EVENTS_SUPPORTED, eventsDelivered } from '#ssf';
import { PUSH } from './stream-request.js';

/** Seconds between two verifications that a receiver asks for. */
export const MIN_VERIFICATION_INTERVAL = 30;

const [SESSION_REVOKED] = EVENTS_SUPPORTED;
export const STREAM_ID = 'ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1';

class StreamDeliveryRequest {
  @ApiProperty({ enum: [PUSH], example: PUSH })
  method!: string;

  @ApiProperty({ description: 'The URL of your receiver.', example: 'https://receiver.example/events' })
  endpoint_url!: string;

  @ApiProperty({
    required: false,
    description: 'The `Authorization` header of every push. Rollcall never shows it again.',
    example: 'Bearer secret',
  })
  authorization_header?: string;
}

export class CreateStream {
  @ApiProperty({ type: StreamDeliveryRequest })
  delivery!: StreamDeliveryRequest;

  @ApiProperty({ type: [String], required: false, description: 'Empty: all.', example: [SESSION_REVOKED] })
  events_requested?: string[];

  @ApiProperty({ required: false, description: 'A note for people.', example: 'Production' })
  description?: string;
}

// The document has one schema a name: a webhook's delivery is another one.
class StreamDeliveryBody {
  @ApiProperty({ enum: [PUSH] })
  method!: string;

  @ApiProperty()
  endpoint_url!: string;
}

export class StreamBody {
  @ApiProperty({ example: STREAM_ID })
  stream_id!: string;

  @ApiProperty()
  iss!: string;

  @ApiProperty()
  aud!: string;

  @ApiProperty({ type: [String] })
  events_supported!: string[];

  @ApiProperty({ type: [String] })
  events_requested!: string[];

  @ApiProperty({ type: [String] })
  events_delivered!: string[];

  @ApiProperty({ type: StreamDeliveryBody })
  delivery!: StreamDeliveryBody;

  @ApiProperty({ type: 'integer', example: MIN_VERIFICATION_INTERVAL })
  min_verification_interval!: number;

  @ApiProperty({ required: false })
  description?: string;

  /** SSF 1.0 §8.1.1. */
  static of(endpoint: WebhookEndpoint, issuer: string): StreamBody {
    return {
      stream_id: endpoint.id,
      iss: issuer,
      aud: endpoint.audience ?? endpoint.url,
      events_supported: [...EVENTS_SUPPORTED],
      events_requested: endpoint.eventsRequested.length === 0 ? [...EVENTS_SUPPORTED] : endpoint.eventsRequested,
      events_delivered: eventsDelivered(endpoint.eventsRequested),
      delivery: { method: PUSH, endpoint_url: endpoint.url },
      min_verification_interval: MIN_VERIFICATION_INTERVAL,
      ...(endpoint.description !== '' && { description: endpoint.description }),
    };
  }
}

export class StreamStatusBody {
  @ApiProperty({ example: STREAM_ID })
  stream_id!: string;

  @ApiProperty({ enum: ['enabled', 'paused'] })
  status!: 'enabled' | 'paused';

  @ApiProperty({ required: false, description: 'Why Rollcall has paused the stream.' })
  reason?: string;
}

export class VerifyStream {
  @ApiProperty({ example: STREAM_ID })
  stream_id!: string;

  @ApiProperty({ required: false, description: 'The token carries it.', example: 'VGhpcyBpcyBhbiBleGFtcGxl' })
  state?: string;
}

class AuthorizationScheme {
  @ApiProperty({ example: 'urn:ietf:rfc:6749' })
  spec_urn!: string;
}

export class TransmitterConfiguration {
  @ApiProperty({ example: '1_0' })
  spec_version!: string;

  @ApiProperty()
  issuer!: string;

  @ApiProperty()
  jwks_uri!: string;

  @ApiProperty({ type: [String], example: [PUSH] })
  delivery_methods_supported!: string[];

  @ApiProperty()
  configuration_endpoint!: string;

  @ApiProperty()
  status_endpoint!: string;

  @ApiProperty()
  verification_endpoint!: string;

  @ApiProperty({ type: [AuthorizationScheme] })
  authorization_schemes!: AuthorizationScheme[];

  @ApiProperty({ enum: ['ALL'] })
  default_subjects!: string;
}
