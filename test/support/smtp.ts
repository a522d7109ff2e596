import { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope. */
  to: string[];
  from: string;
  raw: string;
  /** Whether the connection was encrypted. */
  secure: boolean;
}

/** A refusal with its SMTP code, or nothing. */
export type Refuse = (session: SMTPServerSession) => { code: number; text: string } | undefined;

/** A real mail server on a free port of loopback, which keeps what it accepts. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  refuseRecipient: Refuse = () => undefined;
  refuseData: Refuse = () => undefined;
  /** Awaited when the data has come, before the server says so. */
  beforeReply: () => Promise<void> = () => Promise.resolve();
  private constructor(private readonly server: SMTPServer) {}

  static async start(options: SMTPServerOptions = { disabledCommands: ['STARTTLS'] }): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      logger: false,
      onRcptTo: (_address, session, done) => done(errorOf(mails.refuseRecipient(session))),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void mails.take(Buffer.concat(chunks).toString('utf8'), session).then(done, done));
      },
      ...options,
    });
    const mails = new MailServer(server);
    // A client that goes away in mid-send is what some tests are about.
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mails;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  get messageIds(): string[] {
    return this.mails.map(({ raw }) => headerOf(raw, 'Message-ID'));
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  /** Accepts everything, and forgets what came. */
  clear(): void {
    this.mails.length = 0;
    this.refuseRecipient = () => undefined;
    this.refuseData = () => undefined;
    this.beforeReply = () => Promise.resolve();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async take(raw: string, session: SMTPServerSession): Promise<Error | null> {
    const refusal = errorOf(this.refuseData(session));
    if (refusal !== null) return refusal;
    const { mailFrom, rcptTo } = session.envelope;
    this.mails.push({
      to: rcptTo.map(({ address }) => address),
      from: mailFrom === false ? '' : mailFrom.address,
      raw,
      secure: session.secure,
    });
    await this.beforeReply();
    return null;
  }
}

/** A header's value, unfolded. */
export function headerOf(raw: string, name: string): string {
  const head = raw.split('\r\n\r\n', 1)[0]!.replace(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function errorOf(refusal: ReturnType<Refuse>): Error | null {
  return refusal === undefined ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}
