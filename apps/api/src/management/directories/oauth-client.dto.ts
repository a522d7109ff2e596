import { ApiProperty } from '@nestjs/swagger';
import { type DirectorySecret } from '#persistence';
import { SecretBody } from './secret.dto.js';

export class CreatedOAuthClient {
  @ApiProperty({ example: 'sec_01K0000000000000000000000' })
  client_id!: string;

  @ApiProperty({ description: 'Rollcall shows it only in this response.' })
  client_secret!: string;
}

export class OAuthClientBody {
  @ApiProperty({ example: 'sec_01K0000000000000000000000' })
  client_id!: string;

  @ApiProperty({ description: 'The last four characters of the secret.' })
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

  static of(secret: DirectorySecret): OAuthClientBody {
    const { id, ...shown } = SecretBody.of(secret);
    return { client_id: id, ...shown };
  }
}

export class OAuthClientList {
  @ApiProperty({ type: [OAuthClientBody] })
  oauth_clients!: OAuthClientBody[];
}
