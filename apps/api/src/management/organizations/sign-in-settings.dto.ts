import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsInt, Min } from 'class-validator';
import { Choice, Field } from '../input/fields.js';

const SOURCES = ['APPLICATION', 'CUSTOM'] as const;

/** The other fields of Scalekit's message say nothing without `CUSTOM`, which is refused. */
export class UpdateSessionPolicy {
  @Choice({
    description:
      '`APPLICATION`: sessions last as the application says. `CUSTOM` is refused: there are no sessions here to end.',
    of: ['SESSION_POLICY_TYPE_UNSPECIFIED', ...SOURCES],
    optional: true,
    example: 'APPLICATION',
  })
  policy_source?: string;

  @Allow()
  absolute_session_timeout?: unknown;

  @Allow()
  idle_session_timeout?: unknown;

  @Allow()
  idle_session_timeout_enabled?: unknown;
}

export class SessionPolicyBody {
  @ApiProperty({ enum: SOURCES, description: 'Always the application: it signs people in.' })
  policy_source!: string;
}

export class SessionPolicyAnswer {
  @ApiProperty()
  policy!: SessionPolicyBody;
}

export class UpdateUserManagement {
  /** Also taken inside `{"settings": …}`, as Scalekit's REST has it. */
  static readonly wrapper = 'settings';

  @Field(
    {
      description: 'null: any number. A limit is refused: how many people there are is up to the identity provider.',
      optional: true,
      nullable: true,
      schema: { type: 'integer' },
      example: null,
    },
    IsInt({ message: 'must be a whole number' }),
    Min(0, { message: 'must be a whole number' }),
  )
  max_allowed_users?: number | null;
}

export class UserManagementBody {
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: any number.' })
  max_allowed_users!: number | null;
}

export class UserManagementAnswer {
  @ApiProperty()
  settings!: UserManagementBody;
}
