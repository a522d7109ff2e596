import { ApiProperty } from '@nestjs/swagger';
import { type MailTemplate } from '#mail';

export class MailTemplateBody implements MailTemplate {
  @ApiProperty({ maxLength: 200, description: 'One line.' })
  subject!: string;

  @ApiProperty({ maxLength: 20_000, description: 'The text part.' })
  text!: string;

  @ApiProperty({
    required: false,
    maxLength: 20_000,
    description: 'The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`.',
  })
  html?: string;
}
