import { type Pool } from 'pg';
import { portionOf } from './page-bytes.js';

/** Events looked at per statement. */
const EXAMINED_AT_ONCE = 10_000;

export interface EventsAbout {
  /** Where to go on; null after the last page. A page without events says nothing about those behind it. */
  last: string | null;
  events: { id: string; body: string }[];
}

/**
 * A page of the events about these users, by their ids. There is no index on who an event is about: a page is what is examined, however
 * little of it is theirs, and ends after some MiB of what is.
 */
export async function eventsAbout(
  database: Pick<Pool, 'query'>,
  directoryId: string,
  userIds: string[],
  after: string,
): Promise<EventsAbout> {
  const { rows } = await database.query<EventsAbout>(
    `WITH page AS MATERIALIZED (
      SELECT e.id, e.resource_id FROM events e
      WHERE e.organization_id = (SELECT organization_id FROM directories WHERE id = $1)
        AND e.id > $3 ORDER BY e.id LIMIT ${EXAMINED_AT_ONCE}),
    theirs AS MATERIALIZED (SELECT v.id, v.body, v.found FROM ${portionOf(THEIRS, 'v', 'octet_length(v.body)', 'v.id')})
    SELECT CASE WHEN (SELECT count(*) < max(found) FROM theirs) THEN (SELECT max(id) FROM theirs) ELSE (SELECT max(id) FROM page) END AS last,
      COALESCE((SELECT json_agg(json_build_object('id', id, 'body', body) ORDER BY id) FROM theirs), '[]') AS events`,
    [directoryId, userIds, after],
  );
  return rows[0]!;
}

const THEIRS = `SELECT x.id, x.body FROM page p CROSS JOIN LATERAL (SELECT id, body FROM events WHERE id = p.id OFFSET 0) x
  WHERE p.resource_id = ANY($2)`;
