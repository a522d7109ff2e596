import { type Pool, type PoolClient } from 'pg';
import { FENCE } from '../connection/fence.js';
import { cursorOf, keysetOrder, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { bytesOf, portionOf } from '../paging/page-bytes.js';

/** The newest requests that are kept of a directory, and for how long. */
const KEPT_PER_DIRECTORY = 10_000;
/** Of requests that proved no secret: they have a room of their own, so that a stranger pushes out none but other strangers. */
const KEPT_OF_STRANGERS = 500;
const KEPT_FOR = '7 days';

/** An inbound request as it is written: redacted by whoever hands it over. */
export interface ScimRequestRecord {
  id: string;
  directoryId: string;
  at: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  requestId: string;
  secretId: string | null;
  ip: string | null;
  error: string | null;
  warnings: readonly string[];
  /** What it was for, such as `create_user`. */
  action: string;
  resourceId: string | null;
  requestBody: unknown;
  responseBody: unknown;
}

export interface ScimRequestView {
  id: string;
  at: string;
  method: string;
  path: string;
  status: number;
  duration_ms: number;
  request_id: string;
  secret_id: string | null;
  ip: string | null;
  error: string | null;
  warnings: string[];
  action: string | null;
  resource_id: string | null;
  /** Looked up when it is read: the log holds nobody's name. */
  resource_name: string | null;
  request_body: unknown;
  response_body: unknown;
}

export interface ScimRequestCriteria {
  method?: string;
  status?: number;
  /** Only what was refused or failed. */
  failed?: boolean;
  action?: string;
  resourceId?: string;
  /** RFC 3339: the first included, the second not. */
  startTime?: string;
  endTime?: string;
}

const VIEW = `json_build_object('id', r.id, 'at', iso(r.at), 'method', r.method, 'path', r.path, 'status', r.status,
  'duration_ms', r.duration_ms, 'request_id', r.request_id, 'secret_id', r.secret_id, 'ip', r.ip, 'error', r.error,
  'warnings', COALESCE(r.warnings, '[]'), 'action', r.action, 'resource_id', r.resource_id, 'resource_name', CASE
    WHEN r.resource_id LIKE 'diruser%' THEN (SELECT u.user_name FROM users u WHERE u.id = r.resource_id AND u.directory_id = r.directory_id)
    WHEN r.resource_id LIKE 'dirgroup%' THEN (SELECT g.display_name FROM groups g WHERE g.id = r.resource_id AND g.directory_id = r.directory_id)
    END, 'request_body', r.request_body, 'response_body', r.response_body)`;

/** The bodies are what is long about an entry. */
const BYTES = `COALESCE(${bytesOf('r.request_body')}, 0) + COALESCE(${bytesOf('r.response_body')}, 0)`;

interface PageRow {
  total: number;
  dropped: number | null;
  /** As many as there would be, were they small. */
  found: number | null;
  view: ScimRequestView | null;
}

/** What identity providers sent: a bounded log per directory, written in batches. */
export class ScimRequestLog {
  constructor(private readonly pool: Pool) {}

  /** Requests to directories that do not exist are nobody's, and left out. @returns the directories that exist */
  async write(records: ScimRequestRecord[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ directory_id: string }>({
      name: 'scim-requests-write',
      text: `INSERT INTO scim_requests (id, directory_id, at, method, path, status, duration_ms, request_id, secret_id, ip, error,
          warnings, action, resource_id, request_body, response_body)
        SELECT r."id", r."directoryId", r."at", r."method", r."path", r."status", r."durationMs", r."requestId", r."secretId", r."ip",
          r."error", r."warnings", r."action", r."resourceId", r."requestBody", r."responseBody"
        FROM jsonb_to_recordset($1::jsonb) AS r("id" text, "directoryId" text, "at" timestamptz, "method" text, "path" text,
          "status" integer, "durationMs" real, "requestId" text, "secretId" text, "ip" text, "error" text, "warnings" jsonb, "action" text,
          "resourceId" text, "requestBody" jsonb,
          "responseBody" jsonb)
        CROSS JOIN LATERAL (SELECT 1 FROM directories WHERE id = r."directoryId" ${FENCE}) d RETURNING directory_id`,
      values: [JSON.stringify(records)],
    });
    return new Set(rows.map(({ directory_id }) => directory_id));
  }

  async countDropped(dropped: ReadonlyMap<string, number>): Promise<void> {
    await this.pool.query(
      `INSERT INTO scim_request_drops AS s (directory_id, dropped)
        SELECT d.id, c.dropped FROM unnest($1::text[], $2::bigint[]) AS c(id, dropped)
        CROSS JOIN LATERAL (SELECT id FROM directories WHERE id = c.id ${FENCE}) d
        ON CONFLICT (directory_id) DO UPDATE SET dropped = s.dropped + EXCLUDED.dropped, last_at = now()`,
      [[...dropped.keys()], [...dropped.values()]],
    );
  }

  /** Newest first, with the number of requests that came too fast to be written down. */
  async page(
    directoryId: string,
    criteria: ScimRequestCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<ScimRequestView> & { dropped: number }> {
    const parameters: unknown[] = [directoryId];
    const where = ['r.directory_id = $1'];
    if (criteria.method !== undefined) where.push(`r.method = $${parameters.push(criteria.method)}`);
    if (criteria.status !== undefined) where.push(`r.status = $${parameters.push(criteria.status)}`);
    if (criteria.failed !== undefined) where.push(`r.status ${criteria.failed ? '>=' : '<'} 400`);
    if (criteria.action !== undefined) where.push(`r.action = $${parameters.push(criteria.action)}`);
    if (criteria.resourceId !== undefined) where.push(`r.resource_id = $${parameters.push(criteria.resourceId)}`);
    if (criteria.startTime !== undefined) where.push(`r.at >= $${parameters.push(criteria.startTime)}::timestamptz`);
    if (criteria.endTime !== undefined) where.push(`r.at < $${parameters.push(criteria.endTime)}::timestamptz`);
    const source = `FROM scim_requests r WHERE ${where.join(' AND ')}`;
    const count = `SELECT count(*) ${source}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const order = `r.id ${keysetOrder(page, true).direction}`;
    const listed = `SELECT r.* ${source} ${keysetSql(page, 'r.id', parameters.length, true)}`;
    const { rows } = await (on ?? this.pool).query<PageRow>(
      `SELECT counts.*, entry.* FROM (
          SELECT (${count}) AS total, (SELECT dropped FROM scim_request_drops WHERE directory_id = $1) AS dropped) counts
        LEFT JOIN (SELECT ${VIEW} AS view, r.found, row_number() OVER (ORDER BY ${order}) AS n
          FROM ${portionOf(listed, 'r', BYTES, order)}) entry ON true ORDER BY entry.n`,
      parameters,
    );
    const { total, dropped, found } = rows[0]!;
    const views = rows.map(({ view }) => view).filter((view) => view !== null);
    return { ...keysetPage(page, views, total, views.length < (found ?? 0)), dropped: dropped ?? 0 };
  }

  /** Cuts a directory's log back to its newest entries. */
  async trim(directoryId: string): Promise<void> {
    await this.pool.query({
      name: 'scim-requests-trim',
      text: `DELETE FROM scim_requests WHERE directory_id = $1 AND (
          (secret_id IS NOT NULL AND id <= ${oldestKept('secret_id IS NOT NULL', KEPT_PER_DIRECTORY)})
          OR (secret_id IS NULL AND id <= ${oldestKept('secret_id IS NULL', KEPT_OF_STRANGERS)}))`,
      values: [directoryId],
    });
  }

  async removeExpired(): Promise<void> {
    await this.pool.query(`DELETE FROM scim_requests WHERE at < now() - interval '${KEPT_FOR}'`);
  }
}

/** The newest entry that is too old to be kept; NULL, which no id is below, as long as there is room. */
function oldestKept(condition: string, kept: number): string {
  return `(SELECT id FROM scim_requests WHERE directory_id = $1 AND ${condition} ORDER BY id DESC OFFSET ${kept} LIMIT 1)`;
}
