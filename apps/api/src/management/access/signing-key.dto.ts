import { ApiProperty } from '@nestjs/swagger';
import { type SigningKey } from '#persistence';
import { Text } from '../input/fields.js';

export class RotateQuery {
  @Text({
    description: 'How long the old keys stay valid, at most 7d. The default is 24h. 0: not at all.',
    optional: true,
    max: 20,
    example: '24h',
  })
  overlap?: string;
}

export class SigningKeyBody {
  @ApiProperty({ description: 'The `kid` of the tokens that the key signed.' })
  kid!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  create_time!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'From this time on the key signs, until a newer key does.',
  })
  signs_from!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'After this time the key verifies nothing. Null: the key has no end.',
  })
  expire_time!: string | null;

  static of({ kid, createdAt, signsFrom, endsAt }: SigningKey): SigningKeyBody {
    return { kid, create_time: createdAt, signs_from: signsFrom, expire_time: endsAt };
  }
}

export class SigningKeyList {
  @ApiProperty({ type: [SigningKeyBody], description: 'The newest first.' })
  signing_keys!: SigningKeyBody[];

  static of(this: void, keys: SigningKeyBody[]): SigningKeyList {
    return { signing_keys: keys };
  }
}
