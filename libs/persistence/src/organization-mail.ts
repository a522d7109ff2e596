import { type Pool } from 'pg';
import { changesBetween } from './audit-changes.js';
import { writeAct } from './audited-act.js';
import { inTransaction } from './in-transaction.js';

/** What an organization has mail sent for, and to whom. */
export interface MailSettings {
  welcome_mail: boolean;
  /** Null: the built-in text. */
  subject: string | null;
  template: string | null;
  sign_in_url: string | null;
  it_contacts: string[];
}

export const NO_MAIL: MailSettings = {
  welcome_mail: false,
  subject: null,
  template: null,
  sign_in_url: null,
  it_contacts: [],
};

/** Addresses are of people; texts are long, and may name somebody. */
const HIDDEN = ['subject', 'template', 'sign_in_url', 'it_contacts'];

export class OrganizationMail {
  constructor(private readonly pool: Pool) {}

  async find(organizationId: string): Promise<MailSettings> {
    const { rows } = await this.pool.query<{ settings: MailSettings }>(
      'SELECT settings FROM organization_mail WHERE organization_id = $1',
      [organizationId],
    );
    return rows[0]?.settings ?? NO_MAIL;
  }

  async save(organizationId: string, settings: MailSettings): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ settings: MailSettings }>(
        'SELECT settings FROM organization_mail WHERE organization_id = $1 FOR UPDATE',
        [organizationId],
      );
      await client.query(
        `INSERT INTO organization_mail (organization_id, settings) VALUES ($1, $2)
        ON CONFLICT (organization_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
        [organizationId, JSON.stringify(settings)],
      );
      await writeAct(client, {
        changes: changesBetween({ ...(rows[0]?.settings ?? NO_MAIL) }, { ...settings }, HIDDEN),
      });
    });
  }
}
