import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsEmail, IsUrl } from 'class-validator';
import { Field, Flag, Text } from '../input/fields.js';

const MOST_CONTACTS = 20;

export class UpdateMail {
  /** Also taken inside `{"mail": …}`. */
  static readonly wrapper = 'mail';

  @Flag({
    description: 'Whether a new active user gets a welcome mail. `false` by default.',
    optional: true,
    example: false,
  })
  welcome_mail?: boolean;

  @Text({ description: 'The subject. Null: the built-in subject.', optional: true, nullable: true, max: 200 })
  subject?: string | null;

  @Text({
    description: 'The text, with `{{name}}`, `{{organization}}` and `{{sign_in_url}}`. Null: the built-in text.',
    optional: true,
    nullable: true,
    max: 20_000,
    example: 'Welcome, {{name}}! Sign in at {{sign_in_url}}.',
  })
  template?: string | null;

  @Field(
    {
      description: 'The page where people sign in. Welcome mail needs it.',
      optional: true,
      nullable: true,
      schema: { type: String, format: 'uri' },
      example: 'https://app.example.com/login',
    },
    IsUrl(
      { protocols: ['https', 'http'], require_protocol: true, require_tld: false, disallow_auth: true },
      { message: 'must be an http or https URL' },
    ),
  )
  sign_in_url?: string | null;

  @Field(
    {
      description: "The mail addresses of the customer's IT, which is told about departures.",
      optional: true,
      schema: { type: [String] },
      example: ['it@example.com'],
    },
    IsArray({ message: 'must be an array of e-mail addresses' }),
    ArrayMaxSize(MOST_CONTACTS, { message: `must have at most ${MOST_CONTACTS} entries` }),
    IsEmail({}, { each: true, message: 'must contain only e-mail addresses' }),
  )
  it_contacts?: string[];
}

export class MailBody {
  @ApiProperty()
  welcome_mail!: boolean;

  @ApiProperty({ type: String, nullable: true })
  subject!: string | null;

  @ApiProperty({ type: String, nullable: true })
  template!: string | null;

  @ApiProperty({ type: String, nullable: true })
  sign_in_url!: string | null;

  @ApiProperty({ type: [String] })
  it_contacts!: string[];
}

export class MailAnswer {
  @ApiProperty()
  mail!: MailBody;
}
