import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { MailAnswer, UpdateMail } from './mail.dto.js';
import { MailService } from './mail.service.js';

@ManagementController('organizations/:organizationId/mail', 'Organizations')
export class MailController {
  constructor(@Inject(MailService) private readonly mail: MailService) {}

  @Get()
  @Operation({
    id: 'Mail_get',
    summary: "Get an organization's mail settings",
    scope: 'read',
    answer: MailAnswer,
    fails: [404],
  })
  async get(@Param('organizationId', organizationId) organization: string): Promise<MailAnswer> {
    return { mail: await this.mail.get(organization) };
  }

  @Put()
  @Operation({
    id: 'Mail_update',
    summary: "Replace an organization's mail settings",
    description: 'A field that you leave out gets its default.',
    scope: 'write',
    audit: 'mail.update',
    answer: MailAnswer,
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: UpdateMail,
  ): Promise<MailAnswer> {
    return { mail: await this.mail.update(organization, input) };
  }
}
