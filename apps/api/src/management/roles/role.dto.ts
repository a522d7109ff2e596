import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, Matches, ValidateNested } from 'class-validator';
import { Field, Flag, Text, Whole } from '../input/fields.js';

const MOST_ROLES = 200;
const MOST_ASSIGNMENTS = 5_000;
const NAME = /^[a-zA-Z0-9_]{1,64}$/;
const NAME_WORDS = 'must be 1 to 64 letters, digits and underscores';

export class RoleInput {
  @Field(
    {
      description: 'The name that users and events show.',
      schema: { type: String, pattern: NAME.source },
      example: 'developer',
    },
    Matches(NAME, { message: NAME_WORDS }),
  )
  name!: string;

  @Text({ description: 'A name for people. The default is `name`.', optional: true, max: 200, example: 'Developer' })
  display_name?: string;

  @Text({ description: 'A note for people.', optional: true, min: 0, max: 1_000 })
  description?: string;

  @Whole({
    description: '1 is the highest. The default is the position in the list.',
    optional: true,
    min: 1,
    max: 1_000_000,
  })
  priority?: number;

  @Flag({ description: 'Users with no other role get this role. At most one role can be the default.', optional: true })
  default?: boolean;

  @Flag({ description: 'A privileged role cannot be the default, and a rule cannot assign it.', optional: true })
  privileged?: boolean;
}

export class UpdateRoles {
  @Field(
    { description: 'All roles of the application.', schema: { type: [RoleInput] } },
    IsArray({ message: 'must be an array of roles' }),
    ArrayMaxSize(MOST_ROLES, { message: `must have at most ${MOST_ROLES} entries` }),
    IsObject({
      each: true,
      message: 'must contain only objects {name, display_name, description, priority, default, privileged}',
    }),
    ValidateNested({ each: true }),
    Type(() => RoleInput),
  )
  roles!: RoleInput[];
}

export class RoleView {
  @ApiProperty({ example: 'developer' })
  name!: string;

  @ApiProperty({ example: 'Developer' })
  display_name!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  priority!: number;

  @ApiProperty()
  default!: boolean;

  @ApiProperty()
  privileged!: boolean;
}

export class RolesAnswer {
  @ApiProperty({ type: [RoleView], description: 'Highest priority first.' })
  roles!: RoleView[];
}

export class AssignmentBody {
  @Text({ description: 'A group of this directory.', example: 'dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP' })
  group_id!: string;

  @Text({ description: 'A role of the application.', example: 'developer' })
  role_name!: string;
}

export class AssignRoles {
  /** Also taken inside `{"role_assignments": …}`. */
  static readonly wrapper = 'role_assignments';

  @Field(
    { description: 'All assignments of the directory.', schema: { type: [AssignmentBody] } },
    IsArray({ message: 'must be an array of {group_id, role_name}' }),
    ArrayMaxSize(MOST_ASSIGNMENTS, { message: `must have at most ${MOST_ASSIGNMENTS} entries` }),
    IsObject({ each: true, message: 'must contain only objects {group_id, role_name}' }),
    ValidateNested({ each: true }),
    Type(() => AssignmentBody),
  )
  assignments!: AssignmentBody[];
}

export class AssignmentsAnswer {
  @ApiProperty()
  role_assignments!: AssignRoles;
}
