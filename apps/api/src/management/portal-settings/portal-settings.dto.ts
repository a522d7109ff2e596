import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsEmail, Matches } from 'class-validator';
import { type StoredPortalSettings } from '#persistence';
import { PORTAL_SECTIONS } from '../portal-links/sections.js';
import { Choice, Choices, Field, Flag, Text } from '../input/fields.js';
import { isOrigin, isSafeUrl, Passes } from './safe-url.js';

const MOST_ORIGINS = 20;
const optional = { optional: true, nullable: true } as const;

export class UpdatePortalSettings {
  /** Also taken inside `{"portal_settings": …}`, as it is answered. */
  static readonly wrapper = 'portal_settings';

  @Text({ ...optional, description: 'The name of your application, as the portal shows it.', max: 60, example: 'Acme' })
  application_name?: string | null;

  @Field(
    {
      ...optional,
      description: 'The colour of buttons and links. The portal darkens or lightens it until text can be read.',
      schema: { type: String, pattern: '^#[0-9a-fA-F]{6}$' },
      example: '#2f6f5e',
    },
    Matches(/^#[0-9a-fA-F]{6}$/, { message: 'must be a colour such as #2f6f5e' }),
  )
  accent?: string | null;

  @Field(
    {
      ...optional,
      description: 'Where people find help.',
      schema: { type: String, maxLength: 2_000 },
      example: 'https://acme.example/help',
    },
    Passes(isSafeUrl, 'must be an https:// URL'),
  )
  support_url?: string | null;

  @Field(
    {
      ...optional,
      description: 'Whom people ask.',
      schema: { type: String, maxLength: 254 },
      example: 'help@acme.example',
    },
    IsEmail({}, { message: 'must be an email address' }),
  )
  support_email?: string | null;

  @Field(
    {
      ...optional,
      description: 'Where the portal leads back to.',
      schema: { type: String, maxLength: 2_000 },
      example: 'https://app.acme.example/settings',
    },
    Passes(isSafeUrl, 'must be an https:// URL'),
  )
  return_url?: string | null;

  @Field(
    {
      ...optional,
      description: 'The origins that may show the portal in a frame, and that links may lead back to.',
      schema: { type: [String] },
      example: ['https://app.acme.example'],
    },
    IsArray({ message: 'must be an array of origins' }),
    ArrayMaxSize(MOST_ORIGINS, { message: `must have at most ${MOST_ORIGINS} entries` }),
    Passes(isOrigin, 'must be an origin such as https://app.example.com, without a path', true),
  )
  allowed_origins?: string[] | null;

  @Flag({ ...optional, description: 'Whether an administrator may invite a colleague.', example: false })
  allow_invites?: boolean | null;

  @Choices({
    ...optional,
    description: 'The sections that a link opens if it names none. Null: all.',
    of: PORTAL_SECTIONS,
    example: [...PORTAL_SECTIONS],
  })
  sections?: string[] | null;

  static stored(input: UpdatePortalSettings): StoredPortalSettings {
    return {
      application_name: input.application_name ?? null,
      accent: input.accent?.toLowerCase() ?? null,
      support_url: input.support_url ?? null,
      support_email: input.support_email ?? null,
      return_url: input.return_url ?? null,
      allowed_origins: input.allowed_origins ? [...new Set(input.allowed_origins)] : null,
      allow_invites: input.allow_invites ?? null,
      sections: input.sections ? [...new Set(input.sections)] : null,
    };
  }
}

const text = { type: String, nullable: true } as const;

export class PortalSettingsBody implements StoredPortalSettings {
  @ApiProperty({ ...text, example: 'Acme' })
  application_name!: string | null;

  @ApiProperty({ ...text, example: '#2f6f5e' })
  accent!: string | null;

  @ApiProperty(text)
  support_url!: string | null;

  @ApiProperty(text)
  support_email!: string | null;

  @ApiProperty(text)
  return_url!: string | null;

  @ApiProperty({ type: [String], nullable: true })
  allowed_origins!: string[] | null;

  @ApiProperty({ type: Boolean, nullable: true })
  allow_invites!: boolean | null;

  @ApiProperty({ type: [String], enum: PORTAL_SECTIONS, nullable: true })
  sections!: string[] | null;
}

export class PortalSettingsAnswer {
  @ApiProperty()
  portal_settings!: PortalSettingsBody;

  @ApiProperty({ ...text, description: 'Where the logo is served. Null: there is none.' })
  logo_url!: string | null;

  @ApiProperty({ ...text, description: 'The logo for dark themes. Null: the other one is used.' })
  logo_dark_url!: string | null;
}

export class LogoQuery {
  @Choice({ description: 'The theme that shows the logo; `light` by default.', of: ['light', 'dark'], optional: true })
  theme?: 'light' | 'dark';
}
