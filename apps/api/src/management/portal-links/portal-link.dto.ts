import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsEmail } from 'class-validator';
import { Problem } from '../../http/problem.js';
import { parseDuration } from '../input/duration.js';
import { PORTAL_SECTIONS } from './sections.js';
import { Choices, Field, Text } from '../input/fields.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MOST_RECIPIENTS = 10;

export class CreatePortalLink {
  @Text({
    description:
      'How long the link works: `1m` (default) to `30d`. Use hours or days for a link that you send by mail.',
    optional: true,
    example: '7d',
  })
  expires_in?: string;

  @Text({
    description: 'The only directory that the link opens. Without it, the link opens all.',
    optional: true,
    nullable: true,
    example: 'dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R',
  })
  directory_id?: string | null;

  @Choices({
    description: 'The sections that the link opens. Without them, those of the portal settings.',
    of: PORTAL_SECTIONS,
    optional: true,
    nullable: true,
    example: ['setup', 'users'],
  })
  @ArrayNotEmpty({ message: `must name at least one of ${PORTAL_SECTIONS.join(', ')}` })
  sections?: string[] | null;

  @Text({
    description:
      'Where the portal leads back to. Its origin must be one of `allowed_origins` in the portal settings, or that of `return_url` there.',
    optional: true,
    nullable: true,
    max: 2_000,
  })
  return_url?: string | null;

  @Field(
    {
      description:
        'Addresses that get the link by mail, such as `["it@example.com"]`. Needs SMTP_URL. Set `expires_in`, too: a mail takes its time.',
      example: [],
      schema: { type: [String] },
      optional: true,
      nullable: true,
    },
    IsArray({ message: 'must be an array of addresses' }),
    ArrayMaxSize(MOST_RECIPIENTS, { message: `must have at most ${MOST_RECIPIENTS} entries` }),
    IsEmail({}, { each: true, message: 'must contain only email addresses' }),
  )
  send_to?: string[] | null;

  /** @returns the link's lifetime in milliseconds */
  static lifetimeOf({ expires_in: text = '1m' }: CreatePortalLink): number {
    return durationBetween(text, MINUTE_MS, 30 * DAY_MS, 'must be a duration from 1m to 30d, such as 30m, 24h or 7d');
  }
}

/** What somebody in the portal may say of a link for a colleague. */
export class InviteColleague {
  @Text({
    description:
      'How long the link works: `1h` to `7d`, `24h` by default. No invitation works longer than 30 days after your application made the first link.',
    optional: true,
    example: '24h',
  })
  expires_in?: string;

  @Choices({
    description: 'The sections that the link opens. Without them, those of this session.',
    of: PORTAL_SECTIONS,
    optional: true,
    nullable: true,
    example: ['setup'],
  })
  @ArrayNotEmpty({ message: `must name at least one of ${PORTAL_SECTIONS.join(', ')}` })
  sections?: string[] | null;

  /** @returns the link's lifetime in milliseconds */
  static lifetimeOf({ expires_in: text = '24h' }: InviteColleague): number {
    return durationBetween(text, HOUR_MS, 7 * DAY_MS, 'must be a duration from 1h to 7d, such as 24h');
  }
}

function durationBetween(text: string, least: number, most: number, description: string): number {
  const lifetime = parseDuration(text);
  if (lifetime === undefined || lifetime < least || lifetime > most) {
    throw Problem.invalid([{ field: 'expires_in', description }]);
  }
  return lifetime;
}

export class PortalLinkBody {
  @ApiProperty({ example: 'lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK' })
  id!: string;

  @ApiPropertyOptional({
    description: 'The URL to open. Rollcall shows it only in this response.',
    example: 'https://rollcall.example/portal/l/…',
  })
  location?: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'When the link stops working.',
  })
  expire_time!: string;
}

export class PortalLinkAnswer {
  @ApiProperty()
  link!: PortalLinkBody;
}

export class PortalLinkList {
  @ApiProperty({ type: [PortalLinkBody] })
  links!: PortalLinkBody[];
}
