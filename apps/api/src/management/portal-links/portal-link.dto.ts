import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsEmail } from 'class-validator';
import { Problem } from '../../http/problem.js';
import { parseDuration } from '../input/duration.js';
import { PORTAL_SECTIONS } from '../../portal/sections.js';
import { Choices, Field, Text } from '../input/fields.js';

const SHORTEST_MS = 60_000;
const LONGEST_MS = 30 * 86_400_000;
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
    example: 'dir_01K0000000000000000000000',
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
      description: 'Addresses that get the link by mail. Needs SMTP_URL.',
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
    const lifetime = parseDuration(text);
    if (lifetime === undefined || lifetime < SHORTEST_MS || lifetime > LONGEST_MS) {
      throw Problem.invalid([
        { field: 'expires_in', description: 'must be a duration from 1m to 30d, such as 30m, 24h or 7d' },
      ]);
    }
    return lifetime;
  }
}

export class PortalLinkBody {
  @ApiProperty({ example: 'lnk_01K0000000000000000000000' })
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
