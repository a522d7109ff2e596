import { ApiProperty } from '@nestjs/swagger';
import { Validate } from 'class-validator';
import { type PayloadFormat, type WebhookEndpoint } from '#persistence';
import { EVENTS_SUPPORTED } from '#ssf';
import { AttemptBody, DeliveryBody } from '../deliveries/delivery.dto.js';
import { EVENT_TYPE_NAMES } from '../events/event.dto.js';
import { Choice, Choices, Field, Flag, Text, Whole } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';
import { MASK } from './endpoint-headers.js';
import { IsHeaders } from './is-headers.js';

const FORMATS = ['standard', 'polis', 'set'] as const;

const url = { description: 'The URL of your receiver: https, a public address, without a user name.', max: 2_048 };
const description = {
  description: 'A note for people.',
  optional: true,
  nullable: true,
  min: 0,
  max: 500,
  example: 'Production',
};
const eventTypes = {
  description:
    'Only these types. Empty: every type except `group_member_added`, `group_member_removed` and `rollcall.*`, which you must name.',
  of: EVENT_TYPE_NAMES,
  optional: true,
  example: [
    'organization.directory.user_created',
    'organization.directory.user_updated',
    'organization.directory.user_deleted',
  ],
};
const organizationId = { description: 'Only events of this organization.', optional: true, nullable: true };
const directoryId = { description: 'Only events of this directory.', optional: true, nullable: true };
const enabled = {
  description: 'While false, Rollcall holds deliveries. It sends them when the endpoint is enabled again.',
  optional: true,
};
const payloadFormat = {
  description:
    '`polis`: the body and signature that Ory Polis uses. `set`: security event tokens of the OpenID Shared Signals Framework.',
  of: FORMATS,
  optional: true,
};
const audience = {
  description: 'Only for `set`: the `aud` of the tokens. It never changes. The default is the URL.',
  optional: true,
  max: 2_048,
};
const subjectFormat = {
  description: 'Only for `set`: how tokens name a person. `email`: by the address, where the person has one.',
  of: ['iss_sub', 'email'],
  optional: true,
};
const eventsRequested = {
  description: 'Only for `set`: only these security events. Empty: all.',
  of: EVENTS_SUPPORTED,
  optional: true,
};
const rateLimit = {
  description: 'The most deliveries per second. Null: no limit.',
  optional: true,
  nullable: true,
  min: 1,
  max: 10_000,
};
const headers = {
  description: `Headers that Rollcall sends with every webhook. Rollcall never shows the values again. Sending back \`${MASK}\` keeps one.`,
  optional: true,
  schema: { type: 'object' as const, additionalProperties: { type: 'string' as const } },
  example: { 'x-api-key': 'secret' },
};

export class CreateEndpoint {
  /** Also taken inside `{"endpoint": …}`. */
  static readonly wrapper = 'endpoint';

  @Text({ ...url, example: 'https://example.com/webhooks' })
  url!: string;

  @Text(description)
  description?: string | null;

  @Choices(eventTypes)
  event_types?: string[];

  @Text(organizationId)
  organization_id?: string | null;

  @Text(directoryId)
  directory_id?: string | null;

  @Flag(enabled)
  enabled?: boolean;

  @Choice(payloadFormat)
  payload_format?: PayloadFormat;

  @Text(audience)
  audience?: string;

  @Choice(subjectFormat)
  subject_format?: 'iss_sub' | 'email';

  @Choices(eventsRequested)
  events_requested?: string[];

  @Whole(rateLimit)
  rate_limit?: number | null;

  @Field(headers, Validate(IsHeaders))
  headers?: Record<string, string>;
}

export class UpdateEndpoint {
  /** Also taken inside `{"endpoint": …}`. */
  static readonly wrapper = 'endpoint';

  @Text({ ...url, optional: true })
  url?: string;

  @Text(description)
  description?: string | null;

  @Choices(eventTypes)
  event_types?: string[];

  @Text(organizationId)
  organization_id?: string | null;

  @Text(directoryId)
  directory_id?: string | null;

  @Flag(enabled)
  enabled?: boolean;

  @Choice(payloadFormat)
  payload_format?: PayloadFormat;

  @Text(audience)
  audience?: string;

  @Choice(subjectFormat)
  subject_format?: 'iss_sub' | 'email';

  @Choices(eventsRequested)
  events_requested?: string[];

  @Whole(rateLimit)
  rate_limit?: number | null;

  @Field(headers, Validate(IsHeaders))
  headers?: Record<string, string>;
}

export class EndpointQuery extends PageQuery {
  @Text({ description: 'Only endpoints of this organization.', optional: true })
  organization_id?: string;
}

export class RotateSecret {
  @Text({
    description: 'How long the old secret also signs: `24h` by default, at most `7d`.',
    optional: true,
    example: '24h',
  })
  overlap?: string;
}

export class EndpointBody {
  @ApiProperty({ example: 'ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1' })
  id!: string;

  @ApiProperty()
  url!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ type: [String], enum: EVENT_TYPE_NAMES })
  event_types!: string[];

  @ApiProperty({ type: String, nullable: true })
  organization_id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  directory_id!: string | null;

  @ApiProperty()
  enabled!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why Rollcall disabled the endpoint.' })
  disabled_reason!: string | null;

  @ApiProperty({ enum: FORMATS })
  payload_format!: PayloadFormat;

  @ApiProperty({ type: String, nullable: true, description: 'Only for `set`: the `aud` of the tokens.' })
  audience!: string | null;

  @ApiProperty({ enum: ['iss_sub', 'email'], description: 'Only for `set`: how tokens name a person.' })
  subject_format!: 'iss_sub' | 'email';

  @ApiProperty({
    type: [String],
    description: 'Only for `set`: the security events that the endpoint gets. Empty: all.',
  })
  events_requested!: string[];

  @ApiProperty({ type: 'integer', nullable: true })
  rate_limit!: number | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Values are masked.' })
  headers!: Record<string, string>;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failing_since!: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  static of(endpoint: WebhookEndpoint, headerNames: string[]): EndpointBody {
    return {
      id: endpoint.id,
      url: endpoint.url,
      description: endpoint.description,
      event_types: endpoint.eventTypes,
      organization_id: endpoint.organizationId,
      directory_id: endpoint.directoryId,
      enabled: endpoint.enabled,
      disabled_reason: endpoint.disabledReason,
      payload_format: endpoint.payloadFormat,
      audience: endpoint.audience,
      subject_format: endpoint.subjectFormat,
      events_requested: endpoint.eventsRequested,
      rate_limit: endpoint.rateLimit,
      headers: Object.fromEntries(headerNames.map((name) => [name, MASK])),
      failing_since: endpoint.failingSince,
      created_at: endpoint.createdAt,
      updated_at: endpoint.updatedAt,
    };
  }
}

export class EndpointWithSecret extends EndpointBody {
  @ApiProperty({ description: 'The signing secret.', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  secret!: string;
}

export class EndpointAnswer {
  @ApiProperty()
  endpoint!: EndpointBody;
}

export class CreatedEndpointAnswer {
  @ApiProperty()
  endpoint!: EndpointWithSecret;
}

export class EndpointListAnswer extends PageAnswer {
  @ApiProperty({ type: [EndpointBody] })
  endpoints!: EndpointBody[];
}

export class SecretAnswer {
  @ApiProperty({ description: 'The signing secret.', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  secret!: string;
}

export class TestAnswer {
  @ApiProperty()
  attempt!: AttemptBody;

  @ApiProperty()
  delivery!: DeliveryBody;
}
