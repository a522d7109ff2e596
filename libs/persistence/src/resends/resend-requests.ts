import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import { queryAct } from '../audit/audited-act.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { matchingFinished } from './resend-replay.js';

/** What was asked to be sent once more, and how far that is. */
export interface ResendView {
  id: string;
  kind: 'resync' | 'replay';
  endpoint_id: string;
  /** Of a resync. */
  directory_id: string | null;
  state: 'starting' | 'sending' | 'finishing' | 'done' | 'canceled';
  /** Deliveries to make: as many as matched, or one per user and group, its beginning and its end. */
  expected: number;
  /** Made so far. */
  deliveries: number;
  delivered: number;
  /** Not made yet, or not over. */
  waiting: number;
  /** Given up. */
  failed: number;
  created_at: string;
  finished_at: string | null;
}

export interface ReplayCriteria {
  /** Both RFC 3339: deliveries that were created in between, `until` excluded. */
  since: string;
  until?: string;
  states?: string[];
  eventTypes?: string[];
}

const VIEW = `json_build_object('id', r.id, 'kind', r.kind, 'endpoint_id', r.endpoint_id, 'directory_id', r.directory_id, 'state', r.state,
  'expected', CASE WHEN r.state = 'done' THEN r.deliveries ELSE GREATEST(r.expected, r.deliveries) END, 'deliveries', r.deliveries,
  'delivered', over.delivered, 'waiting', live.count + unmade.count, 'failed', over.failed, 'created_at', iso(r.created_at), 'finished_at', iso(r.finished_at))`;

/** Of a replay: those of one endpoint are made one after another, so that their ids lie apart. Tests are replays, too. */
const ITS_OWN = `d.endpoint_id = r.endpoint_id AND d.replay AND d.event_type <> 'rollcall.test'
  AND d.id >= r.first_delivery_id AND d.id <= r.last_delivery_id
  AND (r.kind = 'replay' OR EXISTS (
    SELECT FROM events e WHERE e.id = d.event_id AND e.directory_id = r.directory_id AND NOT e.in_feed))`;

/** What became of the deliveries of the resend `r`. A resync has its end to send for as long as it is not done. */
const OUTCOMES = `
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.state = 'delivered') AS delivered, count(*) FILTER (WHERE d.state <> 'delivered') AS failed
    FROM delivery_log d WHERE ${ITS_OWN}) over
  CROSS JOIN LATERAL (SELECT count(*) FROM deliveries d WHERE ${ITS_OWN}) live
  CROSS JOIN LATERAL (
    SELECT CASE WHEN r.state IN ('done', 'canceled') THEN 0
      ELSE GREATEST(r.expected - r.deliveries, (r.kind = 'resync')::int) END AS count) unmade`;

/** How long a request that is over can be looked up in the database. */
const KEPT = '30 days';

/** Asks for deliveries to be made again; the worker makes them, page by page. */
export class ResendRequests {
  constructor(private readonly pool: Pool) {}

  /** The one that is under way already, where there is one. */
  async resync(directoryId: string, endpointId: string): Promise<ResendView> {
    const { rows } = await queryAct<{ resend: ResendView }>(
      this.pool,
      `WITH forgotten AS (DELETE FROM resends WHERE finished_at < now() - interval '${KEPT}'),
       asked AS (
         INSERT INTO resends AS r (id, kind, endpoint_id, directory_id, expected)
         SELECT $1, 'resync', $2, c.directory_id, c.user_records + c.groups + 2 FROM directory_counters c WHERE c.directory_id = $3
         -- Changes nothing, and answers with the row that is there.
         ON CONFLICT (directory_id, endpoint_id) WHERE kind = 'resync' AND state IN ('starting', 'sending', 'finishing')
           DO UPDATE SET kind = r.kind
         RETURNING *)
       SELECT ${VIEW} AS resend FROM asked r ${OUTCOMES}`,
      [newId('rsd'), endpointId, directoryId],
    );
    return rows[0]!.resend;
  }

  /** What is finished by now: what the replay itself brings about is not replayed. */
  async replay(endpointId: string, criteria: ReplayCriteria): Promise<ResendView> {
    const { since, until, states, eventTypes } = criteria;
    const { rows } = await queryAct<{ resend: ResendView }>(
      this.pool,
      `WITH forgotten AS (DELETE FROM resends WHERE finished_at < now() - interval '${KEPT}'),
       bounds AS (
         SELECT id_at('dlv', GREATEST($3::timestamptz, 'epoch')) AS first,
           LEAST($5 COLLATE "C", CASE WHEN $4::timestamptz IS NOT NULL THEN id_at('dlv', GREATEST($4::timestamptz, 'epoch')) END) AS last),
       asked AS (
         INSERT INTO resends (id, kind, endpoint_id, state, position, last_position, states, event_types, expected)
         SELECT $1, 'replay', $2, 'sending', b.first, b.last, $6::text[], $7::text[], (
           SELECT count(*) FROM delivery_log d WHERE d.endpoint_id = $2 AND d.id >= b.first AND d.id < b.last
             AND ${matchingFinished('$6::text[]', '$7::text[]')})
         FROM bounds b RETURNING *)
       SELECT ${VIEW} AS resend FROM asked r ${OUTCOMES}`,
      [newId('rsd'), endpointId, since, until ?? null, newId('dlv'), states ?? null, eventTypes ?? null],
    );
    return rows[0]!.resend;
  }

  /** How many deliveries such a replay would send; nothing is sent. */
  async count(endpointId: string, { since, until, states, eventTypes }: ReplayCriteria): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*) FROM delivery_log d WHERE d.endpoint_id = $1
        AND d.id >= id_at('dlv', GREATEST($2::timestamptz, 'epoch')) AND d.id < id_at('dlv', GREATEST(COALESCE($3::timestamptz, now()), 'epoch'))
        AND ${matchingFinished('$4::text[]', '$5::text[]')}`,
      [endpointId, since, until ?? null, states ?? null, eventTypes ?? null],
    );
    return Number(rows[0]!.count);
  }

  /** Newest first, as long as they are kept. */
  async page(endpointId: string, page: PageRequest, on?: PoolClient): Promise<KeysetPage<ResendView>> {
    const source = 'FROM resends r WHERE r.endpoint_id = $1';
    const cursor = cursorOf(page);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: ResendView[] }>(
      `SELECT (SELECT count(*) ${source}) AS total,
        ARRAY(SELECT ${VIEW} FROM resends r ${OUTCOMES} WHERE r.endpoint_id = $1 ${keysetSql(page, 'r.id', 2, true)}) AS rows`,
      [endpointId, ...(cursor === undefined ? [] : [cursor])],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  async find(endpointId: string, id: string): Promise<ResendView | undefined> {
    const { rows } = await this.pool.query<{ resend: ResendView }>(
      `SELECT ${VIEW} AS resend FROM resends r ${OUTCOMES} WHERE r.endpoint_id = $1 AND r.id = $2`,
      [endpointId, id],
    );
    return rows[0]?.resend;
  }
}
