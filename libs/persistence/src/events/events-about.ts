import { type Pool } from 'pg';
import { FENCE } from '../connection/fence.js';
import { portionOf } from '../paging/page-bytes.js';

/** Events looked at per statement. */
const EXAMINED_AT_ONCE = 10_000;

export interface EventsAbout {
  /** Where to go on; null after the last page. A page without events says nothing about those behind it. */
  last: string | null;
  events: { id: string; body: string }[];
}

/**
 * A page of the events about these users, by their ids, with what the gate denied them. There is no index on who an event is about: a page is what is examined, however
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
      SELECT e.id, e.resource_id, e.type FROM events e
      WHERE e.organization_id = (SELECT organization_id FROM directories WHERE id = $1)
        AND e.id > $3 ORDER BY e.id LIMIT ${EXAMINED_AT_ONCE}),
    theirs AS MATERIALIZED (SELECT v.id, v.body, v.found FROM ${portionOf(THEIRS, 'v', 'octet_length(v.body)', 'v.id')})
    SELECT CASE WHEN (SELECT count(*) < max(found) FROM theirs) THEN (SELECT max(id) FROM theirs) ELSE (SELECT max(id) FROM page) END AS last,
      COALESCE((SELECT json_agg(json_build_object('id', id, 'body', body) ORDER BY id) FROM theirs), '[]') AS events`,
    [directoryId, userIds, after],
  );
  return rows[0]!;
}

/**
 * SQL: whether the denial by the gate `e` is about the user `u`. Denials are the directory's events, as a person who was denied has no
 * record; that of a creation knows the person's id at the identity provider only.
 */
export const IS_DENIAL = `(e.body::json #>> '{data,user_id}' = u.id OR e.body::json #>> '{data,external_id}' = u.external_id)`;

const THEIRS = `SELECT x.id, x.body FROM page p CROSS JOIN LATERAL (SELECT id, body FROM events WHERE id = p.id ${FENCE}) x
  WHERE p.resource_id = ANY($2) OR (p.type = 'rollcall.gate.denied' AND p.resource_id = $1 AND EXISTS (
    SELECT FROM users u CROSS JOIN (SELECT x.body) e WHERE u.id = ANY($2) AND u.directory_id = $1 AND ${IS_DENIAL}))`;
