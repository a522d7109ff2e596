import { ApiProperty } from '@nestjs/swagger';
import { PORTAL_SECTIONS } from '../management/portal-links/sections.js';

const text = { type: String, nullable: true } as const;

class PortalSessionBody {
  @ApiProperty({ example: 'ses_01KB4Z7Q3M8XN5T2VWPE6RJSES' })
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expires_at!: string;

  @ApiProperty({ type: [String], enum: PORTAL_SECTIONS, description: 'What the link opens.' })
  sections!: string[];

  @ApiProperty({ ...text, description: 'The only directory that the link opens. Null: all.' })
  directory_id!: string | null;

  @ApiProperty({ ...text, description: 'Where the portal leads back to.' })
  return_url!: string | null;

  @ApiProperty({ description: 'Whether the administrator may invite a colleague.' })
  can_invite!: boolean;
}

class PortalOrganizationBody {
  @ApiProperty({ example: 'org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG' })
  id!: string;

  @ApiProperty({ example: 'Megasoft' })
  display_name!: string;
}

class BrandingBody {
  @ApiProperty({ example: 'Acme' })
  application_name!: string;

  @ApiProperty({ ...text, description: 'A path of this deployment.' })
  logo_url!: string | null;

  @ApiProperty(text)
  logo_dark_url!: string | null;

  @ApiProperty({ ...text, example: '#2f6f5e' })
  accent!: string | null;

  @ApiProperty(text)
  support_url!: string | null;

  @ApiProperty(text)
  support_email!: string | null;
}

export class PortalSessionAnswer {
  @ApiProperty()
  session!: PortalSessionBody;

  @ApiProperty()
  organization!: PortalOrganizationBody;

  @ApiProperty()
  branding!: BrandingBody;

  @ApiProperty({
    type: [String],
    description: 'The origins that may show the portal in a frame and hear its messages.',
  })
  parent_origins!: string[];
}
