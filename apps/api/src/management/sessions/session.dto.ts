import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../input/fields.js';
import { SCOPES } from '../access/scope.js';

export class CreateSession {
  @Text({ description: 'The API key to sign in with.', max: 1_000, example: 'rk_0123456789abcdefghijklmnopqrstuv' })
  api_key!: string;
}

export class SessionBody {
  @ApiProperty({ example: 'ses_01KB4Z7Q3M8XN5T2VWPE6RJSES' })
  id!: string;

  @ApiProperty({ description: 'The API key that signed in.', example: 'key_01KB4Z7Q3M8XN5T2VWPE6RJKEY' })
  key_id!: string;

  @ApiProperty()
  key_name!: string;

  @ApiProperty({ type: [String], description: 'What the key may do at this moment.', example: [...SCOPES] })
  scopes!: string[];

  @ApiProperty({ type: String, format: 'date-time', description: 'The session ends sooner after 2 hours without use.' })
  expires_at!: string;
}

export class SessionAnswer {
  @ApiProperty()
  session!: SessionBody;
}

export class SignInLinkBody {
  @ApiProperty({ example: 'lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK' })
  id!: string;

  @ApiProperty({
    description: 'The URL to open, on the machine that runs Rollcall. Rollcall shows it only in this response.',
    example: 'http://127.0.0.1:3000/dashboard/l/…',
  })
  location!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expire_time!: string;
}

export class SignInLinkAnswer {
  @ApiProperty()
  link!: SignInLinkBody;
}
