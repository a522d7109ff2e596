import { MAIL_LEASE_MS, MAIL_RETRY_MS, type MailSender, nextMailAttempt } from '#mail';
import { type ClaimedMail, type MailStore } from '#persistence';

/** Mails under way at once: mail servers count connections. */
const AT_ONCE = 5;

export interface MailPassOptions {
  store: Pick<MailStore, 'claim' | 'record'>;
  sender: Pick<MailSender, 'send'>;
  leaseMs?: number;
  delaysMs?: readonly number[];
}

/**
 * Sends what is due in the outbox. Any number of workers may do so at once: each mail is one worker's while its lease lasts. Whose worker
 * dies is sent again under the same Message-ID.
 */
export class MailPass {
  constructor(private readonly options: MailPassOptions) {}

  /** @returns whether there may be more */
  async run(): Promise<boolean> {
    const mails = await this.options.store.claim(AT_ONCE, this.options.leaseMs ?? MAIL_LEASE_MS);
    const outcomes = await Promise.allSettled(mails.map((mail) => this.send(mail)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return mails.length === AT_ONCE;
  }

  private async send(mail: ClaimedMail): Promise<void> {
    const { store, sender, delaysMs = MAIL_RETRY_MS } = this.options;
    const attempt = await sender.send(mail);
    await store.record(mail, attempt, attempt.permanent ? undefined : nextMailAttempt(mail.step + 1, delaysMs));
  }
}
