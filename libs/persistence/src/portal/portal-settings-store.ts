import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { changesBetween } from '../audit/audit-changes.js';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';

/** The id under which the deployment's own settings are stored. */
export const DEPLOYMENT = '*';

/** How the portal looks and what it opens. Null of an organization: the deployment's; null of the deployment: nothing. */
export interface StoredPortalSettings {
  application_name: string | null;
  accent: string | null;
  support_url: string | null;
  support_email: string | null;
  return_url: string | null;
  allowed_origins: string[] | null;
  allow_invites: boolean | null;
  sections: string[] | null;
}

export type LogoTheme = 'light' | 'dark';

export interface Logo {
  contentType: string;
  image: Buffer;
}

/** By theme, the hash by which the logo is served. */
export type LogoHashes = Partial<Record<LogoTheme, string>>;

/** Addresses of people, and URLs whose path may be a secret. */
const HIDDEN = ['support_email', 'support_url', 'return_url'];

/** Settings of the admin portal: the deployment's, and what organizations have in their place. */
export class PortalSettingsStore {
  constructor(private readonly pool: Pool) {}

  /** @returns by owner, of those that have any */
  async load(owners: string[]): Promise<Map<string, Partial<StoredPortalSettings>>> {
    const { rows } = await this.pool.query<{ owner: string; settings: Partial<StoredPortalSettings> }>({
      name: 'portal-settings-load',
      text: `SELECT owner, settings FROM portal_settings WHERE owner = ANY ($1)`,
      values: [owners],
    });
    return new Map(rows.map(({ owner, settings }) => [owner, settings]));
  }

  async save(owner: string, settings: StoredPortalSettings): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ settings: Partial<StoredPortalSettings> }>(
        'SELECT settings FROM portal_settings WHERE owner = $1 FOR UPDATE',
        [owner],
      );
      await client.query(
        `INSERT INTO portal_settings (owner, settings) VALUES ($1, $2)
        ON CONFLICT (owner) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()`,
        [owner, JSON.stringify(settings)],
      );
      await writeAct(client, { changes: changesBetween({ ...rows[0]?.settings }, { ...settings }, HIDDEN) });
    });
  }

  /** @returns by owner */
  async logoHashes(owners: string[]): Promise<Map<string, LogoHashes>> {
    const { rows } = await this.pool.query<{ owner: string; theme: LogoTheme; hash: string }>({
      name: 'portal-logo-hashes',
      text: `SELECT owner, theme, hash FROM portal_logos WHERE owner = ANY ($1)`,
      values: [owners],
    });
    const found = new Map<string, LogoHashes>();
    for (const { owner, theme, hash } of rows) found.set(owner, { ...found.get(owner), [theme]: hash });
    return found;
  }

  async saveLogo(owner: string, theme: LogoTheme, { contentType, image }: Logo): Promise<void> {
    await queryAct(
      this.pool,
      `INSERT INTO portal_logos (owner, theme, hash, content_type, image) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (owner, theme) DO UPDATE SET hash = EXCLUDED.hash, content_type = EXCLUDED.content_type,
          image = EXCLUDED.image, updated_at = now()`,
      [owner, theme, createHash('sha256').update(image).digest('hex'), contentType, image],
    );
  }

  async removeLogo(owner: string, theme: LogoTheme): Promise<void> {
    await queryAct(this.pool, `DELETE FROM portal_logos WHERE owner = $1 AND theme = $2`, [owner, theme]);
  }

  async logo(hash: string): Promise<Logo | undefined> {
    const { rows } = await this.pool.query<Logo>(
      `SELECT content_type AS "contentType", image FROM portal_logos WHERE hash = $1 LIMIT 1`,
      [hash],
    );
    return rows[0];
  }
}
