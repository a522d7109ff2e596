/** What one attempt to send a mail came to. */
export interface MailAttempt {
  outcome: 'sent' | 'failed';
  /** The SMTP reply code; null where the server gave none. */
  status: number | null;
  /** What the server said, or what went wrong. */
  detail: string;
  /** No later attempt will be answered otherwise (RFC 5321 §4.2.1: 5yz to an envelope or to the data). */
  permanent: boolean;
  durationMs: number;
}

/** The pauses after attempt 1, 2, …; after the last attempt the mail has failed. */
export const MAIL_RETRY_MS: readonly number[] = [60_000, 300_000, 1_800_000, 7_200_000];

/** When the next attempt is due; undefined where there is none. */
export function nextMailAttempt(attempts: number, delaysMs: readonly number[] = MAIL_RETRY_MS): number | undefined {
  return delaysMs[attempts - 1];
}

interface SmtpError {
  responseCode?: unknown;
  response?: unknown;
  command?: unknown;
  message?: unknown;
}

/** A refused sign-in or greeting is about the configuration, which somebody corrects: only what is said about this mail is final. */
const ABOUT_THE_MAIL = ['MAIL FROM', 'RCPT TO', 'DATA'];
const LONGEST_DETAIL = 500;

export function failedAttempt(error: unknown, durationMs: number): MailAttempt {
  const { responseCode, response, command, message } = (error ?? {}) as SmtpError;
  const status = typeof responseCode === 'number' ? responseCode : null;
  const detail = typeof response === 'string' && response !== '' ? response : String(message ?? error);
  const permanent = status !== null && status >= 500 && ABOUT_THE_MAIL.includes(String(command));
  return { outcome: 'failed', status, detail: detail.slice(0, LONGEST_DETAIL), permanent, durationMs };
}
