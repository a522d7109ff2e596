import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import { type QueuedMail } from '#mail';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { hashSecret } from '../access/directory-secrets.js';
import { inTransaction } from '../connection/in-transaction.js';
import { insertMails } from '../mail/mail-queue.js';

const SESSION_LIVES = '6 hours';
/** The longest that any link lives, with all that descend from it. */
const ROOT_LIVES = '30 days';

export interface PortalLink {
  id: string;
  expiresAt: string;
}

/** What a link opens. */
export interface PortalGrant {
  /** Null: every directory of the organization. */
  directoryId: string | null;
  /** Null: every section of the portal. */
  sections: string[] | null;
  /** Where the portal leads back to. */
  returnUrl: string | null;
}

export interface PortalSession extends PortalGrant {
  id: string;
  organizationId: string;
  expiresAt: string;
}

const GRANT = 'directory_id, sections, return_url';
const SESSION = `id, organization_id AS "organizationId", expires_at AS "expiresAt", directory_id AS "directoryId", sections,
  return_url AS "returnUrl"`;

const LIVE = `used_at IS NULL AND expires_at > now()`;
/** Links and sessions end with their organization. */
const OF_SOMEBODY = `EXISTS (SELECT FROM organizations o WHERE o.id = organization_id AND o.deleted_at IS NULL)`;

/** Links into an organization's portal: single use, known by the hash of their token alone. */
export class PortalLinks {
  constructor(private readonly pool: Pool) {}

  /** @param mails that carry the link: none of them is sent without it */
  async create(
    organizationId: string,
    token: string,
    lifetimeMs: number,
    grant: PortalGrant,
    mails: (link: PortalLink) => QueuedMail[] = () => [],
  ): Promise<PortalLink> {
    return await inTransaction(this.pool, async (client) => {
      const link = await insertLink(client, organizationId, token, lifetimeMs, grant);
      await insertMails(client, mails(link));
      await writeAct(client, { targetId: link.id });
      return link;
    });
  }

  /**
   * A link for a colleague, which opens no more than the session that asks for it, and ends with the link that the session began with.
   * @param sections null: those of the session
   * @returns undefined where the session is over
   */
  async invite(
    sessionId: string,
    token: string,
    lifetimeMs: number,
    sections: string[] | null,
  ): Promise<PortalLink | undefined> {
    const { rows } = await queryAct<PortalLink>(
      this.pool,
      `INSERT INTO portal_links (id, organization_id, hash, expires_at, ancestors, rooted_at, ${GRANT})
        SELECT $1, s.organization_id, $2, LEAST(now() + $3::interval, l.rooted_at + interval '${ROOT_LIVES}'), l.ancestors || l.id, l.rooted_at,
          s.directory_id, COALESCE($4::text[], s.sections), s.return_url
        FROM portal_sessions s JOIN portal_links l ON l.id = s.link_id WHERE s.id = $5 AND s.expires_at > now()
        RETURNING id, expires_at AS "expiresAt"`,
      [newId('lnk'), hashSecret(token), `${lifetimeMs} milliseconds`, sections, sessionId],
      ({ id }) => ({ targetId: id }),
    );
    return rows[0];
  }

  /** Those that can still be used, newest first. */
  async live(organizationId: string): Promise<PortalLink[]> {
    const { rows } = await this.pool.query<PortalLink>(
      `SELECT id, expires_at AS "expiresAt" FROM portal_links WHERE organization_id = $1 AND ${LIVE} ORDER BY id DESC LIMIT 100`,
      [organizationId],
    );
    return rows;
  }

  /** With the links that descend from it, and the sessions that began with any of them. @returns whether there was one */
  async remove(organizationId: string, id: string): Promise<boolean> {
    const { rowCount } = await queryAct(
      this.pool,
      `WITH gone AS (DELETE FROM portal_links WHERE organization_id = $2 AND (id = $1 OR $1 = ANY (ancestors)) RETURNING id),
        ended AS (DELETE FROM portal_sessions WHERE link_id IN (SELECT id FROM gone))
        SELECT id FROM gone`,
      [id, organizationId],
    );
    return rowCount! > 0;
  }

  /** With the sessions that began with them: afterwards nobody is in the organization's portal. */
  async removeAll(organizationId: string): Promise<void> {
    await queryAct(
      this.pool,
      `WITH gone AS (DELETE FROM portal_links WHERE organization_id = $1 RETURNING id),
        ended AS (DELETE FROM portal_sessions WHERE organization_id = $1 RETURNING id)
        SELECT id FROM gone UNION ALL SELECT id FROM ended`,
      [organizationId],
    );
  }

  /** Looks without using it up. @returns the organization it leads to */
  async peek(token: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ organizationId: string }>(
      `SELECT organization_id AS "organizationId" FROM portal_links WHERE hash = $1 AND ${LIVE} AND ${OF_SOMEBODY}`,
      [hashSecret(token)],
    );
    return rows[0]?.organizationId;
  }

  /** Uses the link up and begins a session, in one statement: of two clicks only one gets in. */
  async consume(token: string, sessionToken: string): Promise<PortalSession | undefined> {
    const { rows } = await queryAct<PortalSession>(
      this.pool,
      `WITH link AS (UPDATE portal_links SET used_at = now() WHERE hash = $1 AND ${LIVE} AND ${OF_SOMEBODY} RETURNING id, organization_id, ${GRANT})
        INSERT INTO portal_sessions (id, link_id, organization_id, hash, expires_at, ${GRANT})
        SELECT $2, l.id, l.organization_id, $3, now() + interval '${SESSION_LIVES}', ${GRANT} FROM link l RETURNING ${SESSION}`,
      [hashSecret(token), newId('ses'), hashSecret(sessionToken)],
      ({ id, organizationId, directoryId }) => ({ actorId: id, targetId: id, organizationId, directoryId }),
    );
    return rows[0];
  }

  async session(token: string): Promise<PortalSession | undefined> {
    const { rows } = await this.pool.query<PortalSession>(
      `SELECT ${SESSION} FROM portal_sessions
        WHERE hash = $1 AND expires_at > now() AND ${OF_SOMEBODY}`,
      [hashSecret(token)],
    );
    return rows[0];
  }

  /** Signs out. @returns the session that ended */
  async end(token: string): Promise<Pick<PortalSession, 'id' | 'organizationId'> | undefined> {
    const { rows } = await queryAct<{ id: string; organizationId: string }>(
      this.pool,
      `DELETE FROM portal_sessions WHERE hash = $1 RETURNING id, organization_id AS "organizationId"`,
      [hashSecret(token)],
      ({ id }) => ({ targetId: id }),
    );
    return rows[0];
  }

  /** A link is kept as long as a session of it may run, so that deleting it ends the session. */
  async removeExpired(): Promise<void> {
    await this.pool.query(`DELETE FROM portal_sessions WHERE expires_at < now()`);
    await this.pool.query(`DELETE FROM portal_links WHERE expires_at < now() - interval '${SESSION_LIVES}'`);
  }
}

async function insertLink(
  client: PoolClient,
  organizationId: string,
  token: string,
  lifetimeMs: number,
  { directoryId, sections, returnUrl }: PortalGrant,
): Promise<PortalLink> {
  const { rows } = await client.query<PortalLink>(
    `INSERT INTO portal_links (id, organization_id, hash, expires_at, ${GRANT})
      VALUES ($1, $2, $3, now() + $4::interval, $5, $6, $7) RETURNING id, expires_at AS "expiresAt"`,
    [newId('lnk'), organizationId, hashSecret(token), `${lifetimeMs} milliseconds`, directoryId, sections, returnUrl],
  );
  return rows[0]!;
}
