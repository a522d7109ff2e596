import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, Matches } from 'class-validator';
import { type ApiKey } from '#persistence';
import { Choices, Field, Instant, Text, Whole } from '../input/fields.js';
import { PageAnswer } from '../openapi/answers.js';
import { SCOPES } from './scope.js';

const rateLimit = {
  description: 'The most requests per second. Null: the default of 1,000, with bursts of 10,000.',
  optional: true,
  nullable: true,
  min: 1,
  max: 100_000,
};

const MOST_ORGANIZATIONS = 100;

const OrganizationIds = (): PropertyDecorator =>
  Field(
    {
      description: 'The key is for these organizations only. Null: for all of them.',
      schema: { type: [String] },
      example: ['org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG'],
      optional: true,
      nullable: true,
    },
    IsArray({ message: 'must be an array of ids of organizations' }),
    ArrayNotEmpty({ message: 'must name at least one organization, or be null' }),
    ArrayMaxSize(MOST_ORGANIZATIONS, { message: `must name at most ${MOST_ORGANIZATIONS} organizations` }),
    Matches(/^org_\w{1,60}$/, { each: true, message: 'must contain ids of organizations only' }),
  );

export class CreateApiKey {
  @Text({ description: 'What the key is for.', optional: true, min: 0, example: 'billing service' })
  name?: string;

  @Choices({
    description:
      '`write` includes `read`; `admin` includes both. `ssf.read` and `ssf.manage` open the stream API; `ssf.manage` includes `ssf.read`.',
    of: SCOPES,
    example: ['read'],
  })
  @ArrayNotEmpty({ message: 'must name at least one of read, write, admin, ssf.read, ssf.manage' })
  scopes!: string[];

  @Instant({ description: 'When the key ends. Without it, the key never ends.', optional: true, nullable: true })
  expire_time?: string | null;

  @Whole(rateLimit)
  rate_limit?: number | null;

  @OrganizationIds()
  organization_ids?: string[] | null;
}

export class UpdateApiKey {
  @Text({ description: 'What the key is for.', optional: true, min: 0, example: 'billing service' })
  name?: string;

  @Instant({ description: 'When the key ends. Null: never.', optional: true, nullable: true })
  expire_time?: string | null;

  @Whole(rateLimit)
  rate_limit?: number | null;

  @OrganizationIds()
  organization_ids?: string[] | null;
}

export class ApiKeyBody {
  @ApiProperty({ example: 'key_01KB4Z7Q3M8XN5T2VWPE6RJKEY' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: [String], enum: SCOPES })
  scopes!: string[];

  @ApiProperty({ description: "The key's last four characters." })
  key_suffix!: string;

  @ApiProperty({ enum: ['ACTIVE', 'INACTIVE'] })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  create_time!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expire_time!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_used_time!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The most requests per second. Null: the default.' })
  rate_limit!: number | null;

  @ApiProperty({ type: [String], nullable: true, description: 'The organizations that the key is for. Null: all.' })
  organization_ids!: string[] | null;

  static of(key: ApiKey): ApiKeyBody {
    const live = key.revokedAt === null && (key.expiresAt === null || Date.parse(key.expiresAt) > Date.now());
    return {
      id: key.id,
      name: key.name,
      scopes: key.scopes,
      key_suffix: key.suffix,
      status: live ? 'ACTIVE' : 'INACTIVE',
      create_time: key.createdAt,
      expire_time: key.expiresAt,
      last_used_time: key.lastUsedAt,
      rate_limit: key.rateLimit,
      organization_ids: key.organizationIds,
    };
  }
}

export class CreatedApiKey {
  @ApiProperty({ description: 'The key itself. Rollcall shows it only in this response.', example: 'rk_…' })
  plain_key!: string;

  @ApiProperty()
  api_key!: ApiKeyBody;
}

export class ApiKeyAnswer {
  @ApiProperty()
  api_key!: ApiKeyBody;
}

export class ApiKeyList extends PageAnswer {
  @ApiProperty({ type: [ApiKeyBody] })
  api_keys!: ApiKeyBody[];
}
