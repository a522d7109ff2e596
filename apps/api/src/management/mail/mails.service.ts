import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { MailSender, renderMail, sampleValues } from '#mail';
import {
  type KeysetPage,
  MailStore,
  type MailCriteria,
  type MailView,
  OrganizationMail,
  type PageRequest,
  Searches,
  type Searcher,
  writeAct,
} from '#persistence';
import { randomToken } from '../../tokens/random-token.js';
import { Problem } from '../../http/problem.js';
import { TokenBucket } from '../../limits/token-bucket.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { type MailTestBody, type TestMail } from './mails.dto.js';

/** Samples of an organization, to whatever address: enough to try each mail a few times, and too few to bother strangers with. */
const SAMPLES = { rate: 0.1, burst: 30 };
const MOST_ORGANIZATIONS = 10_000;

/** The log of mails, and samples of them. */
@Injectable()
export class MailsService {
  private readonly samples = new Map<string, TokenBucket>();

  constructor(
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(OrganizationMail) private readonly settings: OrganizationMail,
    @Inject(MailStore) private readonly store: MailStore,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async page(
    organizationId: string,
    criteria: MailCriteria,
    page: PageRequest,
    searcher: Searcher,
  ): Promise<KeysetPage<MailView>> {
    await this.organizations.find(organizationId);
    return await this.searches.run(searcher, (on) => this.store.page(organizationId, criteria, page, on));
  }

  /** Due now. @throws Problem 409 naming the state that does not allow it */
  async retry(id: string): Promise<MailView> {
    const due = await this.store.retry(id);
    const mail = await this.store.find(id);
    if (mail === undefined) throw Problem.notFound('mail', id);
    if (!due) {
      throw Problem.precondition(`the mail is ${mail.state}: only queued, retrying and failed ones can be retried`);
    }
    return mail;
  }

  /** Sends a sample from this process, with the organization's own template where there is one. */
  async test(organizationId: string, { to, mail }: TestMail): Promise<MailTestBody> {
    await this.organizations.find(organizationId);
    const { smtpUrl, mailFrom } = this.environment;
    if (smtpUrl === undefined || mailFrom === undefined) {
      throw Problem.precondition('SMTP_URL and MAIL_FROM are not set: this deployment sends no mail');
    }
    this.takeSample(organizationId);
    const settings = await this.settings.find(organizationId);
    const content = renderMail(mail, sampleValues(mail), settings);
    // What was sent cannot be taken back.
    await writeAct(this.pool);
    const sender = new MailSender({ url: smtpUrl, from: mailFrom, limits: { totalMs: 20_000 } });
    try {
      // A sample has no cause: each is a mail of its own.
      const attempt = await sender.send({ ...content, to, messageKey: `test-${randomToken()}` });
      const { outcome, status, detail, durationMs } = attempt;
      return { mail, to, subject: content.subject, outcome, status, detail, duration_ms: durationMs };
    } finally {
      sender.close();
    }
  }

  /** @throws Problem 429 */
  private takeSample(organizationId: string): void {
    const now = performance.now();
    let bucket = this.samples.get(organizationId);
    if (bucket === undefined) {
      if (this.samples.size >= MOST_ORGANIZATIONS) this.samples.clear();
      this.samples.set(organizationId, (bucket = new TokenBucket(SAMPLES, now)));
    }
    const { allowed, retryAfter } = bucket.take(now);
    if (allowed) return;
    const message = `an organization sends ${SAMPLES.burst} samples, then one every ${1 / SAMPLES.rate} s; try again in ${retryAfter} s`;
    throw new Problem(429, 'RATE_LIMITED', message, [], { 'retry-after': String(retryAfter) });
  }
}
