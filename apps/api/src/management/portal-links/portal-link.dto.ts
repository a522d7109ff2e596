import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class PortalLinkBody {
  @ApiProperty({ example: 'lnk_01K0000000000000000000000' })
  id!: string;

  @ApiPropertyOptional({
    description: 'Where to send the person; shown this once.',
    example: 'https://rollcall.example/portal/l/…',
  })
  location?: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'A minute after it was made.' })
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
