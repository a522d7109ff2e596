import { type Pool, type PoolClient } from 'pg';
import { FENCE } from '../connection/fence.js';
import { FEED_ORDER, IN_FEED } from './feed-position.js';
import { withinBytes } from '../paging/page-bytes.js';

export interface FeedCriteria {
  types?: string[];
  organizationId?: string;
  directoryId?: string;
}

export interface FeedPage {
  /** Bodies as they were delivered, oldest first. */
  bodies: string[];
  /** Where to go on; undefined where nothing was examined. */
  nextAfter: string | undefined;
  /** False where the end of the feed was reached: an empty page of a filtered feed says nothing about it. */
  hasMore: boolean;
}

/** What one request may look at: a filter that matches nothing still advances, and no request scans the whole table. */
const EXAMINED_AT_ONCE = 5_000;

/**
 * The feed over everything, in the one global commit order. Each body is a row: to take some MiB of texts out of an array of PostgreSQL holds
 * the event loop for half a second, as `pg` does so character by character.
 */
export class EventFeed {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined where the cursor is no event (any more) */
  async read(
    after: string | undefined,
    criteria: FeedCriteria,
    limit: number,
    on?: PoolClient,
  ): Promise<FeedPage | undefined> {
    const { types, organizationId, directoryId } = criteria;
    const unfiltered = types === undefined && organizationId === undefined && directoryId === undefined;
    const { rows } = await (on ?? this.pool).query<{
      known: boolean;
      body: string | null;
      nextAfter: string | null;
      hasMore: boolean;
    }>({
      name: 'event-feed',
      text: `
        WITH start AS (SELECT epoch, xid, id FROM events WHERE id = $1),
        scanned AS MATERIALIZED (
          SELECT e.id, row_number() OVER (ORDER BY ${FEED_ORDER}) AS n, octet_length(e.body) AS bytes,
            ($2::text[] IS NULL OR e.type = ANY($2)) AND ($3::text IS NULL OR e.organization_id = $3)
              AND ($4::text IS NULL OR e.directory_id = $4) AS hit
          FROM events e
          WHERE ${IN_FEED} AND (${FEED_ORDER})
            > (COALESCE((SELECT epoch FROM start), 0), COALESCE((SELECT xid FROM start), '0'::xid8), COALESCE((SELECT id FROM start), ''))
          ORDER BY ${FEED_ORDER} LIMIT $5),
        wanted AS MATERIALIZED (SELECT id, n, bytes FROM scanned WHERE hit ORDER BY n LIMIT $6),
        hits AS MATERIALIZED (${withinBytes('wanted')}),
        ends AS (SELECT count(*) = $6 OR count(*) < max(found) AS is_full FROM hits)
        SELECT page.*, e.body FROM (
          SELECT $1::text IS NULL OR EXISTS (SELECT 1 FROM start) AS known,
            CASE WHEN (SELECT is_full FROM ends) THEN (SELECT id FROM hits ORDER BY n DESC LIMIT 1)
              ELSE (SELECT id FROM scanned ORDER BY n DESC LIMIT 1) END AS "nextAfter",
            (SELECT count(*) FROM scanned) = $5 OR COALESCE((SELECT is_full FROM ends), false) AS "hasMore") page
        LEFT JOIN hits h ON true LEFT JOIN LATERAL (SELECT body FROM events WHERE id = h.id ${FENCE}) e ON true ORDER BY h.n`,
      values: [
        after ?? null,
        types ?? null,
        organizationId ?? null,
        directoryId ?? null,
        unfiltered ? limit : Math.max(limit, EXAMINED_AT_ONCE),
        limit,
      ],
    });
    const { known, nextAfter, hasMore } = rows[0]!;
    const bodies = rows.map(({ body }) => body).filter((body) => body !== null);
    return known ? { bodies, nextAfter: nextAfter ?? undefined, hasMore } : undefined;
  }

  /** The last sequence of a directory, deleted ones included; null where there is none. */
  async latestSequence(directoryId: string): Promise<number | null> {
    const { rows } = await this.pool.query<{ sequence: number }>({
      name: 'event-latest-sequence',
      text: `SELECT sequence FROM directory_counters WHERE directory_id = $1`,
      values: [directoryId],
    });
    return rows[0]?.sequence ?? null;
  }
}
