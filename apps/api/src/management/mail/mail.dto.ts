import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsEmail, IsObject, IsUrl } from 'class-validator';
import { MAIL_NAMES, type MailName } from '#mail';
import { Field, Flag, Text } from '../input/fields.js';
import { MailTemplateBody } from './mail-template.dto.js';

const MOST_CONTACTS = 20;

const TEMPLATES = {
  type: 'object' as const,
  properties: Object.fromEntries(MAIL_NAMES.map((name) => [name, { $ref: getSchemaPath(MailTemplateBody) }])),
};

@ApiExtraModels(MailTemplateBody)
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
  templates!: Partial<Record<MailName, MailTemplateBody>>;

  @ApiProperty({ required: false, description: 'Why no mail is sent; only where these settings need mail.' })
  warning?: string;
}

export class MailAnswer {
  @ApiProperty()
  mail!: MailBody;
}
