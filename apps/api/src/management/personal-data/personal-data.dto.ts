import { ApiProperty } from '@nestjs/swagger';

const RECORD = { type: 'object' as const, additionalProperties: true };

export class PersonalDataBody {
  @ApiProperty({
    ...RECORD,
    description: 'What the identity provider sent, and what applications see.',
  })
  user!: Record<string, unknown>;

  @ApiProperty({ type: 'array', items: RECORD })
  groups!: object[];

  @ApiProperty({ type: 'array', items: RECORD, description: 'Every stored event about the person.' })
  events!: object[];

  @ApiProperty({
    type: 'array',
    items: RECORD,
    description: 'The deliveries of these events, with each attempt and response.',
  })
  deliveries!: object[];

  @ApiProperty({ type: 'array', items: RECORD, description: 'The mails to the person, and about the person.' })
  mails!: object[];
}

export class PersonalDataAnswer {
  @ApiProperty()
  personal_data!: PersonalDataBody;
}
