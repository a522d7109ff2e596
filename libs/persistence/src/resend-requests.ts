import { type Pool } from 'pg';
import { newId } from '#directory';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';
import { matchingFinished } from './resend-replay.js';

/** What was asked to be sent once more, and how far that is. */
export interface ResendView {
  id: string;
  kind: 'resync' | 'replay';
  endpoint_id: string;
  /** Of a resync. */
  directory_id: string | null;
  state: 'starting' | 'sending' | 'finishing' | 'done' | 'canceled';
  /** Deliveries to make: as many as matched, or as there were users and groups. */
  expected: number;
  /** Made so far. */
  deliveries: number;
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
  'expected', r.expected, 'deliveries', r.deliveries, 'created_at', iso(r.created_at), 'finished_at', iso(r.finished_at))`;

/** How long a request that is over can be looked up in the database. */
const KEPT = '30 days';

/** Asks for deliveries to be made again; the worker makes them, page by page. */
export class ResendRequests {
  constructor(private readonly pool: Pool) {}

  /** The one that is under way already, where there is one. */
  async resync(directoryId: string, endpointId: string): Promise<ResendView> {
    const { rows } = await this.pool.query<{ resend: ResendView }>(
      `WITH forgotten AS (DELETE FROM resends WHERE finished_at < now() - interval '${KEPT}'),
       asked AS (
         INSERT INTO resends AS r (id, kind, endpoint_id, directory_id, expected)
         SELECT $1, 'resync', $2, c.directory_id, c.user_records + c.groups FROM directory_counters c WHERE c.directory_id = $3
         -- Changes nothing, and answers with the row that is there.
         ON CONFLICT (directory_id, endpoint_id) WHERE kind = 'resync' AND state IN ('starting', 'sending', 'finishing')
           DO UPDATE SET kind = r.kind
         RETURNING *)
       SELECT ${VIEW} AS resend FROM asked r`,
      [newId('rsd'), endpointId, directoryId],
    );
    return rows[0]!.resend;
  }

  /** What is finished by now: what the replay itself brings about is not replayed. */
  async replay(endpointId: string, criteria: ReplayCriteria): Promise<ResendView> {
    const { since, until, states, eventTypes } = criteria;
    const { rows } = await this.pool.query<{ resend: ResendView }>(
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
       SELECT ${VIEW} AS resend FROM asked r`,
      [newId('rsd'), endpointId, since, until ?? null, newId('dlv'), states ?? null, eventTypes ?? null],
    );
    return rows[0]!.resend;
  }

  /** Newest first, as long as they are kept. */
  async page(endpointId: string, page: PageRequest): Promise<KeysetPage<ResendView>> {
    const source = 'FROM resends r WHERE r.endpoint_id = $1';
    const cursor = cursorOf(page);
    const { rows } = await this.pool.query<{ total: number; rows: ResendView[] }>(
      `SELECT (SELECT count(*) ${source}) AS total,
        ARRAY(SELECT ${VIEW} ${source} ${keysetSql(page, 'r.id', 2, true)}) AS rows`,
      [endpointId, ...(cursor === undefined ? [] : [cursor])],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  async find(endpointId: string, id: string): Promise<ResendView | undefined> {
    const { rows } = await this.pool.query<{ resend: ResendView }>(
      `SELECT ${VIEW} AS resend FROM resends r WHERE r.endpoint_id = $1 AND r.id = $2`,
      [endpointId, id],
    );
    return rows[0]?.resend;
  }
}
