import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString } from 'class-validator';
import { type HeldView } from '#persistence';
import { Choice, Field, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

const STATES = ['waiting', 'approved', 'rejected'] as const;
const MOST = 1_000;
export const LONGEST_REASON = 500;

export class HeldQuery extends PageQuery {
  @Choice({ description: 'Only departures in this state.', of: STATES, optional: true })
  state?: HeldView['state'];
}

export class Decision {
  @Field(
    {
      description: `Only these users, at most ${MOST}. Without it: everybody who waits.`,
      optional: true,
      schema: { type: [String] },
      example: ['diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR'],
    },
    IsArray({ message: 'must be an array of user ids' }),
    ArrayMinSize(1, { message: 'must name at least one user; leave the field out for all users' }),
    ArrayMaxSize(MOST, { message: `must have at most ${MOST} entries` }),
    IsString({ each: true, message: 'must be an array of user ids' }),
  )
  user_ids?: string[];

  @Text({
    description: 'Why. Kept with the departures.',
    optional: true,
    nullable: true,
    max: LONGEST_REASON,
    example: 'The team in Lyon moved to another company.',
  })
  reason?: string | null;
}

export class DecisionAnswer {
  @ApiProperty({ type: 'integer', description: 'How many users were decided.' })
  count!: number;
}

export class HeldDepartureBody implements HeldView {
  @ApiProperty()
  user_id!: string;

  @ApiProperty({
    enum: ['deactivated', 'deleted', 'departed'],
    description: 'Whether the identity provider deactivated or deleted the user, or the departure date came.',
  })
  kind!: HeldView['kind'];

  @ApiProperty({
    enum: STATES,
    description:
      '`approved`: the user leaves within seconds. `rejected`: the user stays until the identity provider activates and deactivates the user again, or deletes the user.',
  })
  state!: HeldView['state'];

  @ApiProperty({ type: String, format: 'date-time' })
  held_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decided_at!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The reason that the deciding person gave.' })
  reason!: string | null;
}

export class HeldDepartureList extends PageAnswer {
  @ApiProperty({ type: [HeldDepartureBody] })
  held_departures!: HeldDepartureBody[];
}
