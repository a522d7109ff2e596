import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsEmail, IsObject, IsUrl } from 'class-validator';
import { MAIL_NAMES, type MailSettings } from '#mail';
import { Field, Flag, Text } from '../input/fields.js';

const MOST_CONTACTS = 20;

const TEMPLATE = {
  type: 'object' as const,
  required: ['subject', 'text'],
  properties: {
    subject: { type: 'string' as const, maxLength: 200, description: 'One line.' },
    text: { type: 'string' as const, maxLength: 20_000, description: 'The text part.' },
    html: {
      type: 'string' as const,
      maxLength: 20_000,
      description: 'The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`.',
    },
  },
};

const TEMPLATES = {
  type: 'object' as const,
  properties: Object.fromEntries(MAIL_NAMES.map((name) => [name, TEMPLATE])),
};

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

  @Field(
    {
      description:
        'Your own templates, by mail. A mail that is left out has the built-in template. See docs/mail.md for the placeholders.',
      optional: true,
      schema: TEMPLATES as never,
      example: {
        departed: { subject: '{{user.name}} has left', text: '{{user.name}} left on {{departure.date}}.' },
      },
    },
    IsObject({ message: 'must be an object of templates by mail' }),
  )
  templates?: Record<string, unknown>;

  @Text({ description: 'As GET answers it; ignored.', optional: true, max: 1_000 })
  warning?: string;
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

  @ApiProperty(TEMPLATES as never)
  templates!: MailSettings['templates'];

  @ApiProperty({ required: false, description: 'Why no mail is sent; only where these settings need mail.' })
  warning?: string;
}

export class MailAnswer {
  @ApiProperty()
  mail!: MailBody;
}
