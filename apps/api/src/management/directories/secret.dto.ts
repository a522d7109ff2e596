import { ApiProperty } from '@nestjs/swagger';
import { type DirectorySecret } from '#persistence';
import { Text } from '../input/fields.js';

export class RegenerateQuery {
  @Text({ description: 'How long the old secrets still work: `0` (default) to `7d`.', optional: true, example: '24h' })
  overlap?: string;
}

export class SecretBody {
  @ApiProperty({ example: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' })
  id!: string;

  @ApiProperty({ description: 'The last four characters of the secret.', example: 'cw1v' })
  secret_suffix!: string;

  @ApiProperty({ enum: ['ACTIVE', 'INACTIVE'] })
  status!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  create_time!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expire_time!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_used_time!: string | null;

  @ApiProperty()
  directory_id!: string;

  static of(secret: DirectorySecret): SecretBody {
    const live = secret.revokedAt === null && (secret.expiresAt === null || Date.parse(secret.expiresAt) > Date.now());
    return {
      id: secret.id,
      secret_suffix: secret.suffix,
      status: live ? 'ACTIVE' : 'INACTIVE',
      create_time: secret.createdAt,
      expire_time: secret.revokedAt ?? secret.expiresAt,
      last_used_time: secret.lastUsedAt,
      directory_id: secret.directoryId,
    };
  }
}

export class SecretList {
  @ApiProperty({ type: [SecretBody] })
  secrets!: SecretBody[];
}

export class CreatedSecret {
  @ApiProperty({ description: 'The bearer token for the identity provider. Rollcall shows it only in this response.' })
  plain_secret!: string;

  @ApiProperty()
  secret!: SecretBody;

  static of({ plain, secret }: { plain: string; secret: DirectorySecret }): CreatedSecret {
    return { plain_secret: plain, secret: SecretBody.of(secret) };
  }
}
