import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { MailEntryAnswer, MailListAnswer, MailQuery, MailTestAnswer, TestMail } from './mails.dto.js';
import { MailsService } from './mails.service.js';

const mailId = new IdPipe('mail', 'mail');

@ManagementController('organizations/:organizationId', 'Organizations')
export class OrganizationMailsController {
  constructor(@Inject(MailsService) private readonly mails: MailsService) {}

  @Get('mails')
  @Operation({
    id: 'OrganizationMails_list',
    summary: "List an organization's mails",
    description: 'Newest first.',
    scope: 'read',
    answer: MailListAnswer,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Query(InputPipe) query: MailQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<MailListAnswer> {
    const { state, mail, to } = query;
    const page = await this.mails.page(organization, { state, mail, to }, pageRequest(query, 'mails'), searcher);
    return { mails: page.items, ...pageTail(page, 'mails') };
  }

  @Verb(Post, 'test', { of: 'mail' })
  @Operation({
    id: 'OrganizationMails_test',
    summary: 'Send a sample of a mail',
    description: 'Rollcall sends the sample at once and answers with what the mail server said.',
    scope: 'write',
    audit: 'mail.test',
    answer: MailTestAnswer,
    fails: [404, 409],
  })
  async test(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: TestMail,
  ): Promise<MailTestAnswer> {
    return { test: await this.mails.test(organization, input) };
  }
}

@ManagementController('mails/:mailId', 'Organizations')
export class MailsController {
  constructor(@Inject(MailsService) private readonly mails: MailsService) {}

  @Verb(Post, 'retry')
  @Operation({
    id: 'Mails_retry',
    summary: 'Retry a mail now',
    description: 'The mail must be queued, retrying or failed.',
    scope: 'write',
    audit: 'mail.retry',
    answer: MailEntryAnswer,
    fails: [404, 409],
  })
  async retry(@Param('mailId', mailId) id: string): Promise<MailEntryAnswer> {
    return { mail: await this.mails.retry(id) };
  }
}
