import { type Pool } from 'pg';
import { type MailSettings, mailSettings } from '#mail';

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
    await this.pool.query(
      `INSERT INTO organization_mail (organization_id, settings) VALUES ($1, $2)
        ON CONFLICT (organization_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
      [organizationId, JSON.stringify(settings)],
    );
  }
}
