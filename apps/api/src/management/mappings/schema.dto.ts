import { ApiProperty } from '@nestjs/swagger';
import { type SeenAttribute } from '#directory';

class SeenAttributeBody implements SeenAttribute {
  @ApiProperty({ description: 'As a mapping names it.', example: 'emails[type eq "work"].value' })
  path!: string;

  @ApiProperty({ enum: ['string', 'number', 'boolean', 'object', 'array'] })
  type!: SeenAttribute['type'];

  @ApiProperty({ type: 'integer', description: 'How many of these users have it.' })
  seen_in!: number;

  @ApiProperty({ type: [String], description: 'Up to three different values.' })
  samples!: string[];
}

export class SchemaAnswer {
  @ApiProperty({ type: 'integer', description: 'How many users were looked at: the newest, up to 500.' })
  users_seen!: number;

  @ApiProperty({ type: [SeenAttributeBody] })
  attributes!: SeenAttributeBody[];
}
