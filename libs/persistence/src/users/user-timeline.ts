import { type Pool, type PoolClient } from 'pg';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';

/** What happened about a person: a request of the identity provider, an event, or its way to the application. */
export interface TimelineRow {
  id: string;
  at: string;
  kind: 'request' | 'event' | 'delivery';
  /** The action of a request; the type of an event. */
  what: string;
  request_id: string | null;
  event_id: string | null;
  status: number | null;
  state: string | null;
  error: string | null;
  sequence: number | null;
  /** The fields that an event says have changed. */
  changed: string[] | null;
}

/** Ids of different kinds are ordered by the time inside them. */
const ENTRIES = `
  SELECT substr(r.id, 5) AS ulid, r.at, 'request' AS kind, COALESCE(r.action, r.method) AS what, r.request_id, NULL::text AS event_id,
    r.status, NULL::text AS state, r.error, NULL::bigint AS sequence, NULL::jsonb AS changed
  FROM scim_requests r WHERE r.directory_id = $1 AND r.resource_id = $2 AND r.method <> 'GET'
  UNION ALL
  SELECT substr(e.id, 5), e.occurred_at, 'event', e.type, NULL, e.id, NULL, NULL, NULL, e.sequence,
    (SELECT jsonb_agg(k ORDER BY k) FROM jsonb_object_keys(COALESCE(e.body::jsonb -> 'previous_attributes', '{}')) k)
  FROM events e WHERE e.id = ANY ($3)
  UNION ALL
  SELECT substr(d.id, 5), COALESCE(d.delivered_at, d.created_at), 'delivery', d.event_type, NULL, d.event_id, d.last_status, d.state, NULL, NULL, NULL
  FROM all_deliveries d WHERE d.event_id = ANY ($3)`;

/** The newest events of a person that are looked at. */
const MOST_EVENTS = 200;
const MOST_CHANGES = 100_000;

/** A person's timeline, newest first. */
export class UserTimeline {
  constructor(private readonly pool: Pool) {}

  async page(
    directoryId: string,
    userId: string,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<TimelineRow>> {
    // By the sequence of the directory, as no index knows events by person: those of the newest changes alone are looked at.
    const { rows: events } = await (on ?? this.pool).query<{ ids: string[] }>(
      `SELECT ARRAY(SELECT e.id FROM events e WHERE e.directory_id = $1 AND e.resource_id = $2
        AND e.sequence > (SELECT c.sequence - ${MOST_CHANGES} FROM directory_counters c WHERE c.directory_id = $1)
        ORDER BY e.sequence DESC LIMIT ${MOST_EVENTS}) AS ids`,
      [directoryId, userId],
    );
    const cursor = cursorOf(page)?.replace(/^tml_/, '');
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: TimelineRow[] }>(
      `WITH entries AS MATERIALIZED (${ENTRIES})
        SELECT (SELECT count(*) FROM entries) AS total, ARRAY(
          SELECT json_build_object('id', 'tml_' || t.ulid, 'at', iso(t.at), 'kind', t.kind, 'what', t.what, 'request_id', t.request_id,
            'event_id', t.event_id, 'status', t.status, 'state', t.state, 'error', t.error, 'sequence', t.sequence, 'changed', t.changed)
          FROM entries t WHERE true ${keysetSql(page, 't.ulid COLLATE "C"', 4, true)}) AS rows`,
      [directoryId, userId, events[0]!.ids, ...(cursor === undefined ? [] : [cursor])],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }
}
