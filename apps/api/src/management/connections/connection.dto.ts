import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { type ConnectorDefinition } from '#connectors';
import { type StoredConnection } from '#persistence';
import { Field, Text } from '../input/fields.js';
import { scheduleText } from './schedule.js';

const AN_OBJECT = { message: 'must be an object' };

export class UpdateConnection {
  /** Also taken inside `{"connection": …}`. */
  static readonly wrapper = 'connection';

  @Field(
    {
      description:
        'How the source is reached. Which settings there are depends on the provider: docs/idp has a page for each.',
      example: { admin_email: 'admin@acme.com', customer: 'my_customer' },
      schema: { type: 'object', additionalProperties: true },
    },
    IsObject(AN_OBJECT),
  )
  settings!: Record<string, unknown>;

  @Field(
    {
      description:
        'Stored encrypted and never returned. A secret that you leave out keeps its value, as long as the settings name no other server; null removes it.',
      optional: true,
      example: {
        service_account: {
          type: 'service_account',
          client_email: 'rollcall@acme.iam.gserviceaccount.com',
          private_key: '-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\n',
        },
      },
      schema: { type: 'object', additionalProperties: true },
    },
    IsObject(AN_OBJECT),
  )
  secrets?: Record<string, unknown>;

  @Text({
    description: 'How often Rollcall syncs: 5m to 24h, or `off`. 30m by default, up to a tenth earlier or later.',
    optional: true,
    max: 16,
    example: '30m',
  })
  schedule?: string;
}

export class ConnectionCheck {
  @ApiProperty({ example: 'list_users' })
  name!: string;

  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ example: 'Users can be listed.' })
  message!: string;

  @ApiProperty({ description: 'What to do, and where. Empty when the check passed.' })
  hint!: string;
}

export class ConnectionCounts {
  @ApiProperty({ type: 'integer', nullable: true })
  users!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  groups!: number | null;
}

export class ConnectionTestAnswer {
  @ApiProperty({ description: 'Whether every check passed.' })
  ok!: boolean;

  @ApiProperty({ type: [ConnectionCheck] })
  checks!: ConnectionCheck[];

  @ApiProperty({ description: 'Null where the source does not say.' })
  counts!: ConnectionCounts;

  @ApiProperty({ type: [Object], description: 'At most five users as your application would see them.' })
  sample!: object[];
}

export class LastTest {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ type: [ConnectionCheck] })
  checks!: ConnectionCheck[];
}

export class ConnectionBody {
  @ApiProperty({ example: 'GOOGLE' })
  provider!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  settings!: Record<string, unknown>;

  @ApiProperty({ type: [String], example: ['service_account'], description: 'The secrets that are stored.' })
  secrets_set!: string[];

  @ApiProperty({ example: '30m' })
  schedule!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_sync_at!: string | null;

  @ApiPropertyOptional({ type: LastTest, nullable: true })
  last_test!: LastTest | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failing_since!: string | null;

  @ApiProperty({ description: 'What the source calls when something changed.' })
  notification_url!: string;

  static of(connection: StoredConnection, definition: ConnectorDefinition, publicUrl: string): ConnectionBody {
    const { provider, settings, secrets, scheduleMs, nextSyncAt, lastTest, failingSince, directoryId } = connection;
    return {
      provider,
      settings,
      secrets_set: Object.keys(definition.secrets).filter((name) => secrets[name] !== undefined),
      schedule: scheduleText(scheduleMs),
      next_sync_at: nextSyncAt,
      last_test: lastTest as LastTest | null,
      failing_since: failingSince,
      notification_url: `${publicUrl}/directory/${directoryId}/notifications`,
    };
  }
}

export class ConnectionAnswer {
  @ApiProperty()
  connection!: ConnectionBody;
}
