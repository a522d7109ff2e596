import { ApiProperty } from '@nestjs/swagger';

const RECORD = { type: 'object' as const, additionalProperties: true };

export class PersonalDataBody {
  @ApiProperty({
    ...RECORD,
    description: 'The record: what the identity provider sent, and what applications see of it.',
  })
  user!: Record<string, unknown>;

  @ApiProperty({ type: 'array', items: RECORD })
  groups!: object[];

  @ApiProperty({ type: 'array', items: RECORD, description: 'Every event about the person that is still kept.' })
  events!: object[];

  @ApiProperty({ type: 'array', items: RECORD, description: 'Where they were sent, with each attempt and its answer.' })
  deliveries!: object[];
}

export class PersonalDataAnswer {
  @ApiProperty()
  personal_data!: PersonalDataBody;
}
