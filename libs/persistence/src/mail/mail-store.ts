import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import { type MailAttempt, type MailName } from '#mail';
import { queryAct } from '../audit/audited-act.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';

export const MAIL_STATES = ['queued', 'sending', 'sent', 'retrying', 'failed', 'suppressed'] as const;

export type MailState = (typeof MAIL_STATES)[number];

export interface MailAttemptView {
  number: number;
  at: string;
  duration_ms: number;
  outcome: 'sent' | 'failed';
  /** The SMTP reply code. */
  status: number | null;
  /** What the server said, or what went wrong. */
  detail: string;
}

export interface MailView {
  id: string;
  mail: MailName;
  to: string;
  subject: string;
  state: MailState;
  attempts: MailAttemptView[];
  user_id: string | null;
  created_at: string;
  sent_at: string | null;
  next_attempt_at: string | null;
  error: string | null;
}

export interface ClaimedMail {
  id: string;
  leaseToken: string;
  messageKey: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The attempts that count for the pauses, without this one. */
  step: number;
}

export interface MailCriteria {
  state?: string | undefined;
  mail?: string | undefined;
  to?: string | undefined;
}

const VIEW = `json_build_object('id', m.id, 'mail', m.mail, 'to', m.recipient, 'subject', m.subject, 'state', m.state, 'attempts', m.attempts,
  'user_id', m.user_id, 'created_at', iso(m.created_at), 'sent_at', iso(m.sent_at), 'next_attempt_at', iso(m.next_attempt_at),
  'error', m.error)`;

/** Mails that are due, and those whose sender died with them. */
const DUE = `SELECT id FROM mails WHERE state IN ('queued', 'retrying') AND next_attempt_at <= now()
  UNION ALL SELECT id FROM mails WHERE state = 'sending' AND lease_until <= now()`;

/** Logged for as long as the feed keeps events. */
const KEPT_DAYS = 90;

/** The outbox of mails: what a worker claims and records, and what REST shows of it. */
export class MailStore {
  constructor(private readonly pool: Pool) {}

  /** Each mail to one claimer at a time. */
  async claim(limit: number, leaseMs: number): Promise<ClaimedMail[]> {
    const leaseToken = newId('mail');
    const { rows } = await this.pool.query<Omit<ClaimedMail, 'leaseToken'>>({
      name: 'mails-claim',
      text: `UPDATE mails m SET state = 'sending', lease_token = $1, lease_until = now() + $2 * interval '1 millisecond', next_attempt_at = NULL
        WHERE m.id IN (
          SELECT id FROM mails WHERE id IN (${DUE}) AND state IN ('queued', 'retrying', 'sending')
            AND COALESCE(next_attempt_at, lease_until) <= now()
          ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING m.id, m.message_key AS "messageKey", m.recipient AS "to", m.subject, m.text_part AS text, m.html_part AS html, m.step`,
      values: [leaseToken, leaseMs, limit],
    });
    return rows.map((row) => ({ ...row, leaseToken }));
  }

  /** @param nextInMs until the next attempt; undefined: there is none */
  async record({ id, leaseToken }: ClaimedMail, attempt: MailAttempt, nextInMs: number | undefined): Promise<void> {
    const { outcome, status, detail, durationMs } = attempt;
    const state = outcome === 'sent' ? 'sent' : nextInMs === undefined ? 'failed' : 'retrying';
    await this.pool.query({
      name: 'mails-record',
      text: `UPDATE mails SET state = $3, lease_token = NULL, lease_until = NULL, step = step + 1,
          attempts = attempts || jsonb_build_object('number', jsonb_array_length(attempts) + 1,
            'at', iso(clock_timestamp() - $4 * interval '1 millisecond'), 'duration_ms', $4::int, 'outcome', $5::text, 'status', $6::int, 'detail', $7::text),
          next_attempt_at = CASE WHEN $3 = 'retrying' THEN now() + $8 * interval '1 millisecond' END,
          sent_at = CASE WHEN $3 = 'sent' THEN now() END, error = CASE WHEN $3 <> 'sent' THEN $7::text END,
          text_part = CASE WHEN $3 = 'sent' THEN '' ELSE text_part END, html_part = CASE WHEN $3 = 'sent' THEN '' ELSE html_part END
        WHERE id = $1 AND lease_token = $2`,
      values: [id, leaseToken, state, durationMs, outcome, status, detail, nextInMs ?? 0],
    });
  }

  /** Newest first. */
  async page(
    organizationId: string,
    criteria: MailCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<MailView>> {
    const parameters: unknown[] = [organizationId];
    const bind = (value: unknown) => `$${parameters.push(value)}`;
    const where = ['m.organization_id = $1'];
    if (criteria.state !== undefined) {
      where.push(`m.state = ${bind(criteria.state)}`);
      // As the index has it.
      if (criteria.state !== 'sent') where.push(`m.state <> 'sent'`);
    }
    if (criteria.mail !== undefined) where.push(`m.mail = ${bind(criteria.mail)}`);
    if (criteria.to !== undefined) where.push(`comparison_key(m.recipient) = comparison_key(${bind(criteria.to)})`);
    const source = `FROM mails m WHERE ${where.join(' AND ')}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: MailView[] }>(
      `SELECT (SELECT count(*) ${source}) AS total,
        ARRAY(SELECT ${VIEW} ${source} ${keysetSql(page, 'm.id', parameters.length, true)}) AS rows`,
      parameters,
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  async find(id: string): Promise<MailView | undefined> {
    const { rows } = await this.pool.query<{ view: MailView }>(`SELECT ${VIEW} AS view FROM mails m WHERE m.id = $1`, [
      id,
    ]);
    return rows[0]?.view;
  }

  /** Due now, with all its attempts before it. @returns false where its state does not allow that */
  async retry(id: string): Promise<boolean> {
    const { rowCount } = await queryAct<{ organizationId: string }>(
      this.pool,
      `UPDATE mails SET state = 'queued', next_attempt_at = now(), step = 0 WHERE id = $1 AND state IN ('queued', 'retrying', 'failed')
        RETURNING organization_id AS "organizationId"`,
      [id],
      ({ organizationId }) => ({ organizationId }),
    );
    return rowCount === 1;
  }

  /** Forgets mails of long ago. @returns how many */
  async forgetOld(days = KEPT_DAYS): Promise<number> {
    const { rowCount } = await this.pool.query(
      `WITH told AS (DELETE FROM told_deprovisionings WHERE delivery_id < id_at('dlv', now() - $1 * interval '1 day'))
        DELETE FROM mails WHERE id < id_at('mail', now() - $1 * interval '1 day') AND state <> 'sending'`,
      [days],
    );
    return rowCount ?? 0;
  }
}
