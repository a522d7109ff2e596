import { ApiProperty } from '@nestjs/swagger';
import { MAIL_NAMES, type MailName } from '#mail';
import { MAIL_STATES, type MailAttemptView, type MailState, type MailView } from '#persistence';
import { IsEmail } from 'class-validator';
import { Choice, Field, Text } from '../input/fields.js';
import { PageQuery } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';

export class MailQuery extends PageQuery {
  @Choice({ description: 'Only mails in this state.', of: MAIL_STATES, optional: true })
  state?: MailState;

  @Choice({ description: 'Only mails of this kind.', of: MAIL_NAMES, optional: true })
  mail?: MailName;

  @Text({ description: 'Only mails to this address.', optional: true, max: 254 })
  to?: string;
}

export class MailAttemptBody implements MailAttemptView {
  @ApiProperty({ type: 'integer', description: 'The number of the attempt, starting at 1.' })
  number!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: 'integer' })
  duration_ms!: number;

  @ApiProperty({ enum: ['sent', 'failed'] })
  outcome!: MailAttemptView['outcome'];

  @ApiProperty({ type: 'integer', nullable: true, description: 'The SMTP reply code. Null: there was no reply.' })
  status!: number | null;

  @ApiProperty({ description: 'What the server said, or what went wrong.' })
  detail!: string;
}

export class MailEntryBody implements MailView {
  @ApiProperty({ example: 'mail_01KB4Z7Q3M8XN5T2VWPE6RJM41' })
  id!: string;

  @ApiProperty({ enum: MAIL_NAMES })
  mail!: MailName;

  @ApiProperty({ example: 'ada@example.com' })
  to!: string;

  @ApiProperty()
  subject!: string;

  @ApiProperty({ enum: MAIL_STATES, description: '`suppressed`: there is no address that mail can be sent to.' })
  state!: MailState;

  @ApiProperty({ type: [MailAttemptBody], description: 'Oldest first.' })
  attempts!: MailAttemptBody[];

  @ApiProperty({ type: String, nullable: true })
  user_id!: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sent_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  next_attempt_at!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why the mail has not been sent.' })
  error!: string | null;
}

export class MailEntryAnswer {
  @ApiProperty()
  mail!: MailEntryBody;
}

export class MailListAnswer extends PageAnswer {
  @ApiProperty({ type: [MailEntryBody] })
  mails!: MailEntryBody[];
}

export class TestMail {
  @Field(
    {
      description: 'The address of the sample.',
      schema: { type: String, format: 'email' },
      example: 'you@example.com',
    },
    IsEmail({}, { message: 'must be an e-mail address' }),
  )
  to!: string;

  @Choice({ description: 'The mail to send a sample of.', of: MAIL_NAMES, example: 'welcome' })
  mail!: MailName;
}

export class MailTestBody {
  @ApiProperty({ enum: MAIL_NAMES })
  mail!: MailName;

  @ApiProperty({ example: 'you@example.com' })
  to!: string;

  @ApiProperty()
  subject!: string;

  @ApiProperty({ enum: ['sent', 'failed'] })
  outcome!: 'sent' | 'failed';

  @ApiProperty({ type: 'integer', nullable: true, description: 'The SMTP reply code. Null: there was no reply.' })
  status!: number | null;

  @ApiProperty({ description: 'What the server said, or what went wrong.', example: '250 2.0.0 OK: queued' })
  detail!: string;

  @ApiProperty({ type: 'integer' })
  duration_ms!: number;
}

export class MailTestAnswer {
  @ApiProperty()
  test!: MailTestBody;
}
