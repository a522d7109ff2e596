import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { type Inbox, type InboxRequest } from '#persistence';
import { Field, Text, Whole } from '../input/fields.js';

const LONGEST_DELAY_MS = 60_000;

export class CreateInbox {
  @Text({ description: 'A name for people.', optional: true, min: 0, max: 100, example: 'Test inbox' })
  name?: string;
}

export class InboxAnswerBody {
  @Whole({ description: 'The HTTP status of the answer.', min: 200, max: 599, example: 204 })
  status!: number;

  @Whole({
    description: 'How long the inbox waits before it answers. Longer than `ROLLCALL_REQUEST_TIMEOUT` is no answer.',
    min: 0,
    max: LONGEST_DELAY_MS,
    optional: true,
    example: 0,
  })
  delay_ms?: number;
}

export class UpdateInbox {
  @Text({ description: 'A name for people.', optional: true, min: 0, max: 100, example: 'Test inbox' })
  name?: string;

  @Field(
    {
      description: 'What the inbox answers from now on.',
      schema: { type: () => InboxAnswerBody } as never,
      optional: true,
      example: { status: 500, delay_ms: 0 },
    },
    IsObject({ message: 'must be an object {status, delay_ms?}' }),
    ValidateNested(),
    Type(() => InboxAnswerBody),
  )
  answer?: InboxAnswerBody;
}

class ShownAnswerBody {
  @ApiProperty({ type: 'integer' })
  status!: number;

  @ApiProperty({ type: 'integer' })
  delay_ms!: number;
}

class ReceivedRequestBody implements InboxRequest {
  @ApiProperty({ example: 'inr_01KB4Z7Q3M8XN5T2VWPE6RJ1NR' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers!: Record<string, string>;

  @ApiProperty()
  body!: string;

  @ApiProperty({
    enum: ['valid', 'invalid', 'unknown'],
    description:
      'Whether the signature fits a secret of an endpoint that points to this inbox. `unknown`: there is no such endpoint, or no signature.',
  })
  signature!: InboxRequest['signature'];

  @ApiProperty({ type: String, nullable: true })
  event_type!: string | null;
}

export class InboxBody {
  @ApiProperty({ example: 'inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'The URL that takes requests. Everybody who knows this URL can send to the inbox.' })
  url!: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the inbox and its requests are deleted.' })
  expire_time!: string;

  @ApiProperty()
  answer!: ShownAnswerBody;

  @ApiProperty({ type: [ReceivedRequestBody], description: 'The last 100, newest first. Lists leave them out.' })
  requests!: ReceivedRequestBody[];

  static of(
    { id, name, token, status, delayMs, expiresAt }: Inbox,
    publicUrl: string,
    requests: InboxRequest[],
  ): InboxBody {
    const answer = { status, delay_ms: delayMs };
    return { id, name, url: `${publicUrl}/inbox/${token}`, expire_time: expiresAt, answer, requests };
  }
}

export class InboxAnswer {
  @ApiProperty()
  inbox!: InboxBody;
}

export class InboxList {
  @ApiProperty({ type: [InboxBody] })
  inboxes!: InboxBody[];
}
