import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import { domainOf, isMailable } from './address.js';
import { type MailContent } from './compose-mail.js';
import { failedAttempt, type MailAttempt } from './mail-outcome.js';

export interface MailSenderOptions {
  /** `smtp://` (with STARTTLS where the server offers it) or `smtps://`. */
  url: string;
  from: string;
  limits?: Partial<MailLimits>;
}

export interface MailLimits {
  connectionMs: number;
  greetingMs: number;
  /** Silence of the server after that. */
  socketMs: number;
  /** The whole attempt. */
  totalMs: number;
}

const LIMITS: MailLimits = { connectionMs: 10_000, greetingMs: 10_000, socketMs: 20_000, totalMs: 60_000 };

/** Beyond an attempt's own limit: whoever sends a mail holds it that long. */
export const MAIL_LEASE_MS = LIMITS.totalMs + 30_000;

export interface MailToSend extends MailContent {
  to: string;
  messageKey: string;
}

/** Sends one mail at a time over SMTP, each over a connection of its own. Never throws: what goes wrong is the attempt's outcome. */
export class MailSender {
  private readonly transport: Transporter<SentMessageInfo>;
  private readonly limits: MailLimits;
  private readonly domain: string;

  constructor(private readonly options: MailSenderOptions) {
    this.limits = { ...LIMITS, ...options.limits };
    this.domain = domainOf(options.from);
    this.transport = createTransport({
      url: options.url,
      connectionTimeout: this.limits.connectionMs,
      greetingTimeout: this.limits.greetingMs,
      socketTimeout: this.limits.socketMs,
      // A mail is text of ours: nothing in it names a file or a URL to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
  }

  messageId(messageKey: string): string {
    return `<${messageKey}@${this.domain}>`;
  }

  async send(mail: MailToSend): Promise<MailAttempt> {
    const began = performance.now();
    const durationMs = () => Math.round(performance.now() - began);
    if (!isMailable(mail.to)) {
      const detail = 'the mail address is not valid';
      return { outcome: 'failed', status: null, detail, permanent: true, durationMs: durationMs() };
    }
    try {
      const info = await this.withinLimit(
        this.transport.sendMail({
          from: this.options.from,
          // As an object: an address is never read as a list of them.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: this.messageId(mail.messageKey),
          // RFC 3834 §5: no out-of-office answers.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        }),
      );
      const response = String((info as { response?: unknown }).response ?? '');
      const status = Number(response.slice(0, 3));
      const detail = response.slice(0, 500);
      return { outcome: 'sent', status: status || null, detail, permanent: false, durationMs: durationMs() };
    } catch (error) {
      return failedAttempt(error, durationMs());
    }
  }

  close(): void {
    this.transport.close();
  }

  private async withinLimit<T>(sending: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const words = `the mail server took longer than ${this.limits.totalMs} ms`;
      timer = setTimeout(() => reject(new Error(words)), this.limits.totalMs);
    });
    // Whichever comes second has been answered for already.
    sending.catch(() => {});
    return await Promise.race([sending, late]).finally(() => clearTimeout(timer));
  }
}
