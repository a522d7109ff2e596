import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString } from 'class-validator';
import { Field } from '../input/fields.js';
import { UpdateAttributes } from './mapping.dto.js';

const MOST_SHOWN = 5;

export class PreviewAttributes extends UpdateAttributes {
  @Field(
    {
      description: `The users whose values to show, up to ${MOST_SHOWN}. Left out: users who would change.`,
      schema: { type: [String] },
      optional: true,
    },
    IsArray({ message: 'must be an array of user ids' }),
    ArrayMaxSize(MOST_SHOWN, { message: `must have at most ${MOST_SHOWN} entries` }),
    IsString({ each: true, message: 'must contain only user ids' }),
  )
  user_ids?: string[];
}

class MissingBody {
  @ApiProperty({ example: 'department' })
  key!: string;

  @ApiProperty({ type: 'integer', description: 'Active users for whom no path has a value.' })
  count!: number;
}

class PreviewedUserBody {
  @ApiProperty({ example: 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR' })
  id!: string;

  @ApiProperty()
  name!: string;
}

class PreviewBody {
  @ApiProperty()
  user!: PreviewedUserBody;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The profile at present.' })
  before!: object;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The profile with this mapping.' })
  after!: object;

  @ApiProperty({
    type: [String],
    description: 'The fields that differ.',
    example: ['title', 'custom_attributes.badge'],
  })
  changed!: string[];
}

export class PreviewAnswer {
  @ApiProperty({ type: 'integer', description: 'How many active users would change, each with one `user_updated`.' })
  affected!: number;

  @ApiProperty({
    description:
      'Whether `affected` is an estimate. Rollcall looks at no more than 20,000 users, and for no more than 5 s.',
  })
  sampled!: boolean;

  @ApiProperty({ type: [MissingBody] })
  missing!: MissingBody[];

  @ApiProperty({ type: [PreviewBody] })
  previews!: PreviewBody[];
}
