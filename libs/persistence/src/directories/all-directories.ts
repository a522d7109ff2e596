import { type Pool, type PoolClient } from 'pg';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';

export const DIRECTORY_HEALTH = ['waiting', 'ok', 'refusing', 'failing', 'needs_review', 'disabled'] as const;
export type DirectoryHealth = (typeof DIRECTORY_HEALTH)[number];

/** A directory of any organization. */
export interface ListedDirectory {
  id: string;
  name: string;
  organization_id: string;
  organization_name: string;
  directory_type: string;
  directory_provider: string;
  enabled: boolean;
  sandbox: boolean;
  status: string;
  health: DirectoryHealth;
  full_sync_required: boolean;
  total_users: number;
  total_groups: number;
  last_synced_at: string | null;
}

export interface ListedDirectoryCriteria {
  organizationId?: string;
  status?: string;
  provider?: string;
  health?: DirectoryHealth;
  /** In the name of the directory or of its organization, whatever the case. */
  query?: string;
}

/**
 * SQL: how the directory `d` with the counters `c` is. Of one that is pushed, the newest request says whether the provider is being
 * refused, as on the directory's own page (`directoryHealth` of the portal): a 404 is how a provider learns that somebody is not there
 * yet, and a 409 is about one person. Nobody calls it connected before somebody has arrived: a test request alone brings nobody.
 * Of one that is pulled, its syncs say how it is.
 */
export const HEALTH = `CASE
  WHEN NOT d.enabled THEN 'disabled'
  WHEN d.directory_type <> 'SCIM' THEN CASE
    WHEN EXISTS (SELECT FROM syncs s WHERE s.state = 'needs_review' AND s.directory_id = d.id) THEN 'needs_review'
    WHEN EXISTS (SELECT FROM connections n WHERE n.directory_id = d.id AND n.failing_since IS NOT NULL) THEN 'failing'
    WHEN c.status = 'DRAFT' THEN 'waiting'
    ELSE 'ok' END
  WHEN (SELECT (r.status IN (401, 403, 429) OR r.status >= 500) AND r.at > now() - interval '24 hours' FROM scim_requests r WHERE r.directory_id = d.id ORDER BY r.id DESC LIMIT 1)
    THEN 'refusing'
  WHEN c.status = 'COMPLETED' THEN 'ok'
  ELSE 'waiting' END`;

const SOURCE = `FROM directories d JOIN directory_counters c ON c.directory_id = d.id JOIN organizations o ON o.id = d.organization_id
  CROSS JOIN LATERAL (SELECT ${HEALTH} AS health) h`;

/** All customers' directories, as whoever runs the application looks after them. */
export class AllDirectories {
  constructor(private readonly pool: Pool) {}

  async page(
    criteria: ListedDirectoryCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<ListedDirectory>> {
    const parameters: unknown[] = [];
    const bind = (value: unknown) => `$${parameters.push(value)}`;
    const where = ['d.deleted_at IS NULL', 'o.deleted_at IS NULL'];
    if (criteria.organizationId !== undefined) where.push(`d.organization_id = ${bind(criteria.organizationId)}`);
    if (criteria.status !== undefined) where.push(`c.status = ${bind(criteria.status)}`);
    if (criteria.provider !== undefined) where.push(`d.directory_provider = ${bind(criteria.provider)}`);
    if (criteria.health !== undefined) where.push(`h.health = ${bind(criteria.health)}`);
    if (criteria.query !== undefined) {
      const text = bind(criteria.query.toLowerCase());
      where.push(
        `(strpos(lower(d.name), ${text}) > 0 OR strpos(lower(o.display_name), ${text}) > 0 OR d.id = ${bind(criteria.query)})`,
      );
    }
    const source = `${SOURCE} WHERE ${where.join(' AND ')}`;
    const count = `SELECT count(*) ${source}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: ListedDirectory[] }>(
      `SELECT (${count}) AS total, ARRAY(SELECT json_build_object('id', d.id, 'name', d.name, 'organization_id', d.organization_id,
        'organization_name', o.display_name, 'directory_type', d.directory_type, 'directory_provider', d.directory_provider,
        'enabled', d.enabled, 'sandbox', d.sandbox, 'status', c.status, 'health', h.health, 'full_sync_required', d.full_sync_required,
        'total_users', c.users, 'total_groups', c.groups, 'last_synced_at', iso(c.last_synced_at))
        ${source} ${keysetSql(page, 'd.id', parameters.length)}) AS rows`,
      parameters,
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }
}
