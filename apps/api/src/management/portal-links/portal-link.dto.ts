import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import { Problem } from '../../http/problem.js';
import { parseDuration } from '../input/duration.js';
import { Text } from '../input/fields.js';

const SHORTEST_MS = 60_000;
const LONGEST_MS = 30 * 86_400_000;

export class CreatePortalLink {
  @Text({
    description:
      'How long the link works: `1m` (default) to `30d`. Use hours or days for a link that you send by mail.',
    optional: true,
    example: '7d',
  })
  expires_in?: string;

  /** Fields that Scalekit's body may have and that nothing honours yet: the API refuses them instead of ignoring them. */
  @Allow()
  directory_id?: unknown;

  @Allow()
  sections?: unknown;

  @Allow()
  return_url?: unknown;

  @Allow()
  send_to?: unknown;

  /** @returns the link's lifetime in milliseconds. @throws Problem for what the portal cannot do yet */
  static lifetimeOf({ expires_in: text = '1m', ...others }: CreatePortalLink): number {
    const [unsupported] = Object.entries(others).find(([, value]) => value !== undefined && value !== null) ?? [];
    if (unsupported !== undefined) {
      throw Problem.notSupported(
        `${unsupported}: the admin portal does not support this yet; leave it out and send only expires_in`,
      );
    }
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
