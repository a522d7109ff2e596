import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty } from 'class-validator';
import { type ApiKey } from '#persistence';
import { Choices, Instant, Text, Whole } from '../input/fields.js';
import { PageAnswer } from '../openapi/answers.js';
import { SCOPES } from './scope.js';

const rateLimit = {
  description: 'The most requests per second. Null: the default of 1,000, with bursts of 10,000.',
  optional: true,
  nullable: true,
  min: 1,
  max: 100_000,
};

export class CreateApiKey {
  @Text({ description: 'What the key is for.', optional: true, min: 0, example: 'billing service' })
  name?: string;

  @Choices({ description: '`write` includes `read`, `admin` includes both.', of: SCOPES, example: ['read'] })
  @ArrayNotEmpty({ message: 'must name at least one of read, write, admin' })
  scopes!: string[];

  @Instant({ description: 'When the key ends. Without it, the key never ends.', optional: true, nullable: true })
  expire_time?: string | null;

  @Whole(rateLimit)
  rate_limit?: number | null;
}

export class UpdateApiKey {
  @Text({ description: 'What the key is for.', optional: true, min: 0, example: 'billing service' })
  name?: string;

  @Instant({ description: 'When the key ends. Null: never.', optional: true, nullable: true })
  expire_time?: string | null;

  @Whole(rateLimit)
  rate_limit?: number | null;
}

export class ApiKeyBody {
  @ApiProperty({ example: 'key_01K0000000000000000000000' })
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
