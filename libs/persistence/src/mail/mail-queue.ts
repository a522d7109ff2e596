import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import { composeMail, type MailDraft, type MailSettings, mailSettings, type MailValues, type QueuedMail } from '#mail';

/** Columns of a queued mail, as `json_to_recordset` reads them. */
export const QUEUED_MAIL = `(id text, organization_id text, directory_id text, user_id text, mail text, message_key text, recipient text,
  subject text, text_part text, html_part text, state text, error text)`;

/** The same address gets the same mail about the same cause once. `$rows` is what is given, as `n`. */
export const INSERT_MAILS = `INSERT INTO mails (id, organization_id, directory_id, user_id, mail, message_key, recipient, subject, text_part,
    html_part, state, error, next_attempt_at)
  SELECT id, organization_id, directory_id, user_id, mail, message_key, recipient, subject, text_part, html_part, state, error,
    CASE WHEN state = 'queued' THEN now() END
  FROM $rows ON CONFLICT (message_key) DO NOTHING`;

const INSERT = INSERT_MAILS.replace('$rows', `json_to_recordset($1::json) AS n ${QUEUED_MAIL}`);

export interface ItMail extends Pick<MailDraft, 'mail' | 'organizationId' | 'directoryId' | 'cause'> {
  values: MailValues;
}

/** Queues mails to the IT contacts of an organization, in the transaction of whatever causes them. */
export class MailQueue {
  /** @param enabled whether mail can be sent: where it cannot, nothing is queued, and nothing goes out later by surprise */
  constructor(readonly enabled: boolean) {}

  /** What is said of the same cause a second time is not queued again. */
  async toItContacts(client: Pool | PoolClient, { values, ...about }: ItMail): Promise<void> {
    if (!this.enabled) return;
    const { rows } = await client.query<{
      settings: Partial<MailSettings> | null;
      organization: string;
      directory: string | null;
    }>(
      `SELECT m.settings, o.display_name AS organization, (SELECT name FROM directories WHERE id = $2) AS directory
        FROM organizations o LEFT JOIN organization_mail m ON m.organization_id = o.id WHERE o.id = $1 AND o.deleted_at IS NULL`,
      [about.organizationId, about.directoryId],
    );
    const [row] = rows;
    if (row === undefined) return;
    const settings = mailSettings(row.settings);
    const names = { 'organization.name': row.organization, 'directory.name': row.directory ?? '' };
    const mails = settings.it_contacts.map((to) =>
      composeMail(newId('mail'), { ...about, userId: null, to, values: { ...values, ...names } }, settings),
    );
    await insertMails(client, mails);
  }
}

export async function insertMails(client: Pool | PoolClient, mails: QueuedMail[]): Promise<void> {
  if (mails.length > 0) await client.query(INSERT, [JSON.stringify(mails)]);
}
