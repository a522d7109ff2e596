import { type Pool } from 'pg';
import { type MailSettings, mailSettings } from '#mail';
import { changesBetween } from '../audit/audit-changes.js';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';

/** Addresses are of people; texts are long, and may name somebody. */
const HIDDEN = ['subject', 'template', 'sign_in_url', 'it_contacts'];

export class OrganizationMail {
  constructor(private readonly pool: Pool) {}

  async find(organizationId: string): Promise<MailSettings> {
    const { rows } = await this.pool.query<{ settings: Partial<MailSettings> }>(
      'SELECT settings FROM organization_mail WHERE organization_id = $1',
      [organizationId],
    );
    return mailSettings(rows[0]?.settings);
  }

  async save(organizationId: string, settings: MailSettings): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ settings: Partial<MailSettings> }>(
        'SELECT settings FROM organization_mail WHERE organization_id = $1 FOR UPDATE',
        [organizationId],
      );
      await client.query(
        `INSERT INTO organization_mail (organization_id, settings) VALUES ($1, $2)
        ON CONFLICT (organization_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
        [organizationId, JSON.stringify(settings)],
      );
      await writeAct(client, {
        changes: changesBetween({ ...mailSettings(rows[0]?.settings) }, { ...settings }, HIDDEN),
      });
    });
  }
}
