import { type Pool, type PoolClient } from 'pg';
import { type HeldKind, type HeldState } from '#directory';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';

/** Somebody whom the mass-leaver guard keeps. */
export interface HeldView {
  user_id: string;
  kind: HeldKind;
  state: HeldState;
  held_at: string;
  decided_at: string | null;
  /** What whoever decided gave as the reason. */
  reason: string | null;
}

const VIEW = `json_build_object('id', h.user_id, 'user_id', h.user_id, 'kind', h.kind, 'state', h.state, 'held_at', iso(h.held_at),
  'decided_at', iso(h.decided_at), 'reason', h.reason)`;

/** Departures that wait for somebody to approve them, and what was decided. */
export class HeldDepartureList {
  constructor(private readonly pool: Pool) {}

  async page(
    directoryId: string,
    state: HeldState | undefined,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<HeldView & { id: string }>> {
    const source = 'FROM held_departures h WHERE h.directory_id = $1 AND ($2::text IS NULL OR h.state = $2)';
    const cursor = cursorOf(page);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: (HeldView & { id: string })[] }>(
      `SELECT (SELECT count(*) ${source}) AS total,
        ARRAY(SELECT ${VIEW} ${source} ${keysetSql(page, 'h.user_id', 3)}) AS rows`,
      [directoryId, state ?? null, ...(cursor === undefined ? [] : [cursor])],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /**
   * Decides on these users, or on all who wait. Who was rejected can be approved by name. A worker lets the approved ones leave.
   * @returns how many it was about
   */
  async decide(
    directoryId: string,
    decision: 'approved' | 'rejected',
    { userIds, reason }: { userIds?: string[]; reason?: string },
  ): Promise<number> {
    return await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE held_departures SET state = $2, decided_at = now(), reason = $4 WHERE directory_id = $1
        AND (state = 'waiting' OR ($2 = 'approved' AND state = 'rejected' AND $3::text[] IS NOT NULL))
        AND ($3::text[] IS NULL OR user_id = ANY ($3))`,
        [directoryId, decision, userIds ?? null, reason ?? null],
      );
      await writeAct(client);
      return rowCount!;
    });
  }
}
