import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { REVIEW_LIMITS } from '#connectors';
import { type DeprovisioningPolicy, MASS_LEAVE_LIMIT } from '#directory';
import { Choice, Choices, Field, Flag, Text, Whole } from '../input/fields.js';

const ON_DEACTIVATE = ['delete_event', 'update_event'] as const;
const DEPARTURES = ['immediate', 'graceful'] as const;
/** What a setting says that needs mail, in a deployment that sends none. */
export const NO_MAIL_SENT = 'SMTP_URL is not set: this deployment sends no mail';

const NOTIFY = ['manager', 'it'] as const;

export class SyncReviewLimits {
  @Whole({ description: 'Percent of the active users.', min: 0, max: 100, example: 20 })
  percent!: number;

  @Whole({ description: 'People.', min: 0, max: 1_000_000, example: 10 })
  count!: number;
}

export class UpdatePolicy {
  /** Also taken inside `{"policy": …}`. */
  static readonly wrapper = 'policy';

  @Choice({
    description:
      'What `active:false` sends. `delete_event` (default): `user_deleted`. `update_event`: `user_updated` with `active:false`, for a suspension.',
    of: ON_DEACTIVATE,
    optional: true,
    example: 'delete_event',
  })
  on_deactivate?: DeprovisioningPolicy['on_deactivate'];

  @Choice({
    description:
      '`immediate` (default): the user leaves at once. `graceful`: the user leaves on the date in `departure_attribute`.',
    of: DEPARTURES,
    optional: true,
    example: 'graceful',
  })
  departure?: 'immediate' | 'graceful';

  @Text({
    description:
      'The SCIM path of a date or time (`2026-01-31`, `2026-01-31T17:00:00Z`, `20260131170000.0Z`, an AD file time).',
    optional: true,
    nullable: true,
    max: 1_024,
    example: 'urn:example:2.0:User:lastDay',
  })
  departure_attribute?: string | null;

  @Text({
    description: 'An IANA time zone. A date without a time ends with the day in this zone. UTC by default.',
    optional: true,
    max: 64,
    example: 'Europe/Berlin',
  })
  time_zone?: string;

  @Choices({
    description:
      'Who gets a mail about a departure date: the manager of the user, the IT contacts of the organization.',
    of: NOTIFY,
    optional: true,
  })
  notify?: ('manager' | 'it')[];

  @Whole({
    description: 'After how many days Rollcall erases the personal data of a deactivated user. Null (default): never.',
    optional: true,
    nullable: true,
    min: 1,
    max: 36_500,
  })
  retention_days?: number | null;

  @Whole({
    description: `More deactivations than this within an hour raise \`rollcall.directory.mass_leave\`. ${MASS_LEAVE_LIMIT} by default.`,
    optional: true,
    min: 1,
    max: 1_000_000,
  })
  mass_leave_limit?: number;

  @Flag({
    description:
      'Whether departures beyond the limit wait for `held_departures:approve` or `:reject`. The users stay active. Turning this off lets all of them leave.',
    optional: true,
  })
  hold?: boolean;

  @Field(
    {
      description:
        'A pull sync that would let more than both of these leave stops and waits for review. 20 % and 10 people by default.',
      optional: true,
      nullable: true,
      example: { percent: 20, count: 10 },
      schema: { type: () => SyncReviewLimits },
    },
    IsObject({ message: 'must be an object' }),
    ValidateNested(),
    Type(() => SyncReviewLimits),
  )
  sync_review?: SyncReviewLimits | null;

  @Whole({ description: 'As GET answers it; ignored.', optional: true, min: 0, max: Number.MAX_SAFE_INTEGER })
  departure_warnings?: number;

  @Text({ description: 'As GET answers it; ignored.', optional: true, max: 1_000 })
  warning?: string;
}

export class PolicyBody {
  @ApiProperty({ enum: ON_DEACTIVATE })
  on_deactivate!: string;

  @ApiProperty({ enum: DEPARTURES })
  departure!: string;

  @ApiProperty({ type: String, nullable: true })
  departure_attribute!: string | null;

  @ApiProperty()
  time_zone!: string;

  @ApiProperty({ type: [String], enum: NOTIFY })
  notify!: string[];

  @ApiProperty({ type: 'integer', nullable: true })
  retention_days!: number | null;

  @ApiProperty({ type: 'integer' })
  mass_leave_limit!: number;

  @ApiProperty()
  hold!: boolean;

  @ApiProperty({ type: () => SyncReviewLimits })
  sync_review!: { percent: number; count: number };

  @ApiProperty({
    type: 'integer',
    description:
      'The number of users whose `departure_attribute` holds a value that is no date, up to 10,000, without users whom the identity provider has deactivated. Rollcall does not schedule their departure, and a user who is out stays out. After a change of the policy, the number grows until Rollcall has looked at every user.',
  })
  departure_warnings!: number;

  @ApiProperty({ required: false, description: 'Why `notify` has no effect; only where it has none.' })
  warning?: string;

  static of(policy: Partial<DeprovisioningPolicy>, departureWarnings: number, sendsMail: boolean): PolicyBody {
    return {
      on_deactivate: policy.on_deactivate ?? 'delete_event',
      departure: policy.departure ?? 'immediate',
      departure_attribute: policy.departure_attribute ?? null,
      time_zone: policy.time_zone ?? 'UTC',
      notify: policy.notify ?? [],
      retention_days: policy.retention_days ?? null,
      mass_leave_limit: policy.mass_leave_limit ?? MASS_LEAVE_LIMIT,
      hold: policy.hold ?? false,
      sync_review: policy.sync_review ?? REVIEW_LIMITS,
      departure_warnings: departureWarnings,
      ...(!sendsMail && (policy.notify ?? []).length > 0 && { warning: NO_MAIL_SENT }),
    };
  }
}

export class PolicyAnswer {
  @ApiProperty()
  policy!: PolicyBody;
}
