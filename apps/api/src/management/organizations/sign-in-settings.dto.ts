import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsInt, Min } from 'class-validator';
import { Choice, Field } from '../input/fields.js';

const SOURCES = ['APPLICATION', 'CUSTOM'] as const;

/** The other fields of Scalekit's message say nothing without `CUSTOM`, which is refused. */
export class UpdateSessionPolicy {
  @Choice({
    description:
      '`APPLICATION`: your application decides how long sessions last. Rollcall refuses `CUSTOM`, because it has no sessions.',
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
  @ApiProperty({ enum: SOURCES, description: 'Always `APPLICATION`.' })
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
      description:
        'Null: no limit. Rollcall refuses a number, because the identity provider decides how many people there are.',
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
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: no limit.' })
  max_allowed_users!: number | null;
}

export class UserManagementAnswer {
  @ApiProperty()
  settings!: UserManagementBody;
}
