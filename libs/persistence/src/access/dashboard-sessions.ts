import { type Pool } from 'pg';
import { newId } from '#directory';
import { queryAct } from '../audit/audited-act.js';
import { hashSecret } from './directory-secrets.js';

const LIVES = '12 hours';
const IDLE = '2 hours';
const LINK_LIVES = '15 minutes';

/** A browser that signed in with an API key: it may what the key may. */
export interface DashboardSession {
  id: string;
  keyId: string;
  keyName: string;
  scopes: string[];
  bootstrap: boolean;
  rateLimit: number | null;
  /** Null: the key is for all organizations. */
  organizationIds: string[] | null;
  expiresAt: string;
}

const LIVE_KEY = `k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;
const KEY = `k.id AS "keyId", k.name AS "keyName", k.scopes, k.bootstrap, k.rate_limit AS "rateLimit",
  k.organization_ids AS "organizationIds"`;

/** Sessions of the dashboard, known by the hash of their token alone. They end with their key. */
export class DashboardSessions {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined where the key does not work any more */
  async begin(keyId: string, token: string): Promise<DashboardSession | undefined> {
    const { rows } = await queryAct<DashboardSession>(
      this.pool,
      `WITH begun AS (
          INSERT INTO dashboard_sessions (id, api_key_id, hash, expires_at)
          SELECT $1, k.id, $3, least(now() + interval '${LIVES}', k.expires_at) FROM api_keys k WHERE k.id = $2 AND ${LIVE_KEY}
          RETURNING id, api_key_id, expires_at)
        SELECT b.id, b.expires_at AS "expiresAt", ${KEY} FROM begun b JOIN api_keys k ON k.id = b.api_key_id`,
      [newId('ses'), keyId, hashSecret(token)],
      ({ id }) => ({ actorId: keyId, targetId: id }),
    );
    return rows[0];
  }

  /** Looked up at every call, with its key: a revoked key ends its sessions on every process. */
  async find(token: string): Promise<DashboardSession | undefined> {
    const { rows } = await this.pool.query<DashboardSession>({
      name: 'dashboard-session',
      text: `SELECT s.id, s.expires_at AS "expiresAt", ${KEY}
        FROM dashboard_sessions s JOIN api_keys k ON k.id = s.api_key_id
        WHERE s.hash = $1 AND s.expires_at > now() AND s.last_used_at > now() - interval '${IDLE}' AND ${LIVE_KEY}`,
      values: [hashSecret(token)],
    });
    return rows[0];
  }

  async touch(id: string): Promise<void> {
    await this.pool.query(`UPDATE dashboard_sessions SET last_used_at = now() WHERE id = $1`, [id]);
  }

  async end(id: string): Promise<void> {
    await queryAct(this.pool, `DELETE FROM dashboard_sessions WHERE id = $1`, [id], () => ({ targetId: id }));
  }

  /** A link that signs one browser in. */
  async link(keyId: string, token: string): Promise<{ id: string; expiresAt: string }> {
    const { rows } = await queryAct<{ id: string; expiresAt: string }>(
      this.pool,
      `INSERT INTO sign_in_links (id, api_key_id, hash, expires_at) VALUES ($1, $2, $3, now() + interval '${LINK_LIVES}')
        RETURNING id, expires_at AS "expiresAt"`,
      [newId('lnk'), keyId, hashSecret(token)],
      ({ id }) => ({ targetId: id }),
    );
    return rows[0]!;
  }

  async linkWorks(token: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(`SELECT FROM sign_in_links WHERE hash = $1 AND expires_at > now()`, [
      hashSecret(token),
    ]);
    return rowCount === 1;
  }

  /** Uses the link up, in one statement: of two clicks only one gets in. @returns the key whose session begins */
  async consumeLink(token: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ keyId: string }>(
      `DELETE FROM sign_in_links WHERE hash = $1 AND expires_at > now() RETURNING api_key_id AS "keyId"`,
      [hashSecret(token)],
    );
    return rows[0]?.keyId;
  }

  async removeExpired(): Promise<void> {
    await this.pool.query(
      `DELETE FROM dashboard_sessions WHERE expires_at < now() OR last_used_at < now() - interval '${IDLE}'`,
    );
    await this.pool.query(`DELETE FROM sign_in_links WHERE expires_at < now()`);
  }
}
