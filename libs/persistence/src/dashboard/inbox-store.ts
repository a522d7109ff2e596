import { type Pool } from 'pg';
import { newId } from '#directory';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { HOLD_CREATIONS } from '../connection/creation-lock.js';
import { inTransaction } from '../connection/in-transaction.js';
import { portionOf } from '../paging/page-bytes.js';

const LIVES = '24 hours';
const KEPT_REQUESTS = 100;
/** A deployment has so many at once: whoever makes more loses the oldest. */
const MOST_INBOXES = 100;

export interface Inbox {
  id: string;
  name: string;
  token: string;
  status: number;
  delayMs: number;
  expiresAt: string;
}

export type InboxSignature = 'valid' | 'invalid' | 'unknown';

export interface InboxRequest {
  id: string;
  at: string;
  headers: Record<string, string>;
  body: string;
  signature: InboxSignature;
  event_type: string | null;
}

const COLUMNS = `id, name, token, status, delay_ms AS "delayMs", iso(expires_at) AS "expiresAt"`;
const LIVE = 'expires_at > now()';

/** Receivers without code, for a day each, and the last requests that they got. */
export class InboxStore {
  constructor(private readonly pool: Pool) {}

  async create(name: string, token: string): Promise<Inbox> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(HOLD_CREATIONS, ['test inboxes']);
      const { rows } = await client.query<Inbox>(
        `WITH gone AS (DELETE FROM inboxes WHERE NOT ${LIVE} OR id IN (SELECT id FROM inboxes ORDER BY id DESC OFFSET ${MOST_INBOXES - 1}))
          INSERT INTO inboxes (id, name, token, expires_at) VALUES ($1, $2, $3, now() + interval '${LIVES}') RETURNING ${COLUMNS}`,
        [newId('inb'), name, token],
      );
      const inbox = rows[0]!;
      await writeAct(client, { targetId: inbox.id });
      return inbox;
    });
  }

  /** Newest first. */
  async list(): Promise<Inbox[]> {
    return (await this.pool.query<Inbox>(`SELECT ${COLUMNS} FROM inboxes WHERE ${LIVE} ORDER BY id DESC`)).rows;
  }

  async find(id: string): Promise<Inbox | undefined> {
    return (await this.pool.query<Inbox>(`SELECT ${COLUMNS} FROM inboxes WHERE id = $1 AND ${LIVE}`, [id])).rows[0];
  }

  async byToken(token: string): Promise<Inbox | undefined> {
    const { rows } = await this.pool.query<Inbox>(`SELECT ${COLUMNS} FROM inboxes WHERE token = $1 AND ${LIVE}`, [
      token,
    ]);
    return rows[0];
  }

  async update(id: string, changes: { name?: string; status?: number; delayMs?: number }): Promise<Inbox | undefined> {
    const { rows } = await queryAct<Inbox>(
      this.pool,
      `UPDATE inboxes SET name = COALESCE($2, name), status = COALESCE($3, status), delay_ms = COALESCE($4, delay_ms)
        WHERE id = $1 AND ${LIVE} RETURNING ${COLUMNS}`,
      [id, changes.name ?? null, changes.status ?? null, changes.delayMs ?? null],
    );
    return rows[0];
  }

  async remove(id: string): Promise<boolean> {
    return (await queryAct(this.pool, `DELETE FROM inboxes WHERE id = $1 AND ${LIVE}`, [id])).rowCount === 1;
  }

  /** Newest first: all that are kept, or some MiB of them. */
  async requests(id: string): Promise<InboxRequest[]> {
    const kept = `SELECT * FROM inbox_requests WHERE inbox_id = $1 ORDER BY id DESC LIMIT ${KEPT_REQUESTS}`;
    const bytes = 'octet_length(r.body) + pg_column_size(r.headers)';
    const { rows } = await this.pool.query<InboxRequest>(
      `SELECT r.id, iso(r.at) AS at, r.headers, r.body, r.signature, r.event_type
        FROM ${portionOf(kept, 'r', bytes, 'r.id DESC')} ORDER BY r.id DESC`,
      [id],
    );
    return rows;
  }

  /** With the oldest beyond the last hundred gone. */
  async receive(id: string, request: Omit<InboxRequest, 'id' | 'at'>): Promise<void> {
    await this.pool.query(
      `WITH old AS (DELETE FROM inbox_requests WHERE inbox_id = $2
          AND id <= (SELECT id FROM inbox_requests WHERE inbox_id = $2 ORDER BY id DESC OFFSET ${KEPT_REQUESTS - 1} LIMIT 1))
        INSERT INTO inbox_requests (id, inbox_id, headers, body, signature, event_type)
        SELECT $1, i.id, $3, $4, $5, $6 FROM inboxes i WHERE i.id = $2`,
      [newId('inr'), id, JSON.stringify(request.headers), request.body, request.signature, request.event_type],
    );
  }

  async removeExpired(): Promise<void> {
    await this.pool.query(`DELETE FROM inboxes WHERE NOT ${LIVE}`);
  }
}
