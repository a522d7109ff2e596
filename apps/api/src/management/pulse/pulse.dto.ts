import { ApiProperty } from '@nestjs/swagger';
import { type PulseView, type SelfTestResult, type SyncView } from '#persistence';
import { SYNC_STATES, SyncProgress } from '../connections/sync.dto.js';
import { REQUEST_ACTIONS } from '../../inbound-log/request-action.js';

const time = { type: String, format: 'date-time', nullable: true } as const;

class LastRequestBody {
  @ApiProperty({ example: 'req_01KB4Z7Q3M8XN5T2VWPE6RJREQ' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: String, enum: REQUEST_ACTIONS, nullable: true })
  action!: string | null;

  @ApiProperty({ type: 'integer' })
  status!: number;

  @ApiProperty({ type: String, nullable: true, description: 'What was wrong, in plain words.' })
  error!: string | null;

  @ApiProperty({ type: String, nullable: true })
  ip!: string | null;
}

class LastSecretBody {
  @ApiProperty({ example: 'sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC' })
  id!: string;

  @ApiProperty({ description: 'The last four characters of the secret.' })
  suffix!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it was last used, to the minute.' })
  at!: string;
}

class RunningSyncBody {
  @ApiProperty({ example: 'sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN' })
  id!: string;

  @ApiProperty({ enum: SYNC_STATES })
  state!: SyncView['state'];

  @ApiProperty()
  progress!: SyncProgress;
}

export class PulseBody implements PulseView {
  @ApiProperty({ enum: ['DRAFT', 'IN_PROGRESS', 'COMPLETED'] })
  status!: string;

  @ApiProperty()
  enabled!: boolean;

  @ApiProperty()
  full_sync_required!: boolean;

  @ApiProperty({ type: 'integer' })
  total_users!: number;

  @ApiProperty({ type: 'integer' })
  total_groups!: number;

  @ApiProperty(time)
  last_synced_at!: string | null;

  @ApiProperty({ ...time, description: 'When the identity provider first connected with a right token.' })
  first_request_at!: string | null;

  @ApiProperty({ type: LastRequestBody, nullable: true, description: 'The newest request, refused ones included.' })
  last_request!: LastRequestBody | null;

  @ApiProperty({ type: 'integer', description: 'Requests that were refused in the last hour, up to 1,000.' })
  refused_last_hour!: number;

  @ApiProperty({ type: LastSecretBody, nullable: true, description: 'The secret that was used last.' })
  last_secret!: LastSecretBody | null;

  @ApiProperty({
    type: RunningSyncBody,
    nullable: true,
    description: 'The pull sync that waits for review, or the newest one. Null: there is none.',
  })
  sync!: RunningSyncBody | null;

  @ApiProperty({ type: 'integer', description: 'Leavers who wait for approval.' })
  held_departures!: number;
}

export class PulseAnswer {
  @ApiProperty()
  pulse!: PulseBody;
}

export const CHECKS = [
  'signed_in',
  'looked_up',
  'user_created',
  'user_updated',
  'user_deactivated',
  'group_sent',
] as const;
export type CheckId = (typeof CHECKS)[number];

export const SELF_TESTS = [
  'public_url',
  'answers',
  'wrong_token_refused',
  'token_accepted',
  'unknown_user_is_empty',
] as const;
export type SelfTestId = (typeof SELF_TESTS)[number];

export class SeenCheckBody {
  @ApiProperty({ enum: CHECKS })
  id!: CheckId;

  @ApiProperty({
    enum: ['waiting', 'seen', 'refused'],
    description: '`refused`: the identity provider tried, and the newest request of this kind failed.',
  })
  state!: 'waiting' | 'seen' | 'refused';

  @ApiProperty(time)
  at!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The `x-request-id` of that request.' })
  request_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What was wrong, in plain words.' })
  error!: string | null;
}

export class SelfTestBody implements SelfTestResult {
  @ApiProperty({ enum: SELF_TESTS })
  id!: SelfTestId;

  @ApiProperty({ enum: ['passed', 'failed', 'skipped'], description: '`skipped`: not tried, or not yet.' })
  state!: SelfTestResult['state'];

  @ApiProperty({ type: String, nullable: true, description: 'What was found, in plain words.' })
  detail!: string | null;
}

export class ChecksAnswer {
  @ApiProperty({ type: [SeenCheckBody], description: 'What the identity provider has done so far.' })
  seen!: SeenCheckBody[];

  @ApiProperty({ type: [SelfTestBody], description: 'What the last self-test found.' })
  self!: SelfTestBody[];
}
