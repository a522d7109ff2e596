import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty } from 'class-validator';
import { GATE_CHANGES, type GateChange } from '#persistence';
import { Choice, Choices, Flag, Text } from '../input/fields.js';

const ON_TIMEOUT = ['allow', 'deny'] as const;

export class UpdateGate {
  /** Also taken inside `{"provisioning_gate": …}`. */
  static readonly wrapper = 'provisioning_gate';

  @Text({
    description: 'The URL that Rollcall asks. The rules are those of webhook URLs.',
    max: 2_048,
    example: 'https://app.example.com/rollcall/gate',
  })
  url!: string;

  @Text({
    description: 'How long Rollcall waits for the answer, from `100ms` to `5s`. `2s` by default.',
    optional: true,
    max: 10,
    example: '2s',
  })
  timeout?: string;

  @Choice({
    description: 'What Rollcall decides if no answer comes in time. `deny` by default.',
    of: ON_TIMEOUT,
    optional: true,
    example: 'deny',
  })
  on_timeout?: 'allow' | 'deny';

  @Choices({
    description: 'What Rollcall asks about: new users, users who become active again. Both by default.',
    of: GATE_CHANGES,
    optional: true,
    example: ['create', 'activate'],
  })
  @ArrayNotEmpty({ message: 'must name at least one of create, activate' })
  events?: GateChange[];

  @Flag({ description: 'Whether Rollcall asks. `true` by default.', optional: true, example: true })
  enabled?: boolean;
}

export class GateBody {
  @ApiProperty({ example: 'https://app.example.com/rollcall/gate' })
  url!: string;

  @ApiProperty({ example: '2s' })
  timeout!: string;

  @ApiProperty({ enum: ON_TIMEOUT })
  on_timeout!: 'allow' | 'deny';

  @ApiProperty({ type: [String], enum: GATE_CHANGES })
  events!: GateChange[];

  @ApiProperty()
  enabled!: boolean;

  @ApiProperty({
    required: false,
    description: 'The secret that signs the requests. Only in the answer that creates the gate.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret?: string;
}

export class GateAnswer {
  @ApiProperty()
  provisioning_gate!: GateBody;
}
