import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';

export type AuditActor = 'api_key' | 'portal' | 'scim' | 'system';

/** Who did what to what. Ids only: no entry holds personal data, as none can ever be changed. */
export interface AuditEntry {
  actor: AuditActor;
  actorId: string | null;
  /** `<target type>.<verb>`, such as `directory.create`. */
  action: string;
  targetType: string;
  targetId: string | null;
  organizationId: string | null;
  directoryId: string | null;
  ip: string | null;
  requestId: string | null;
}

/** An entry as the API shows it. */
export interface AuditView {
  id: string;
  at: string;
  actor_type: AuditActor;
  actor_id: string | null;
  action: string;
  target_type: string;
  target_id: string | null;
  organization_id: string | null;
  directory_id: string | null;
  ip: string | null;
  request_id: string | null;
}

export interface AuditCriteria {
  actorId?: string;
  action?: string;
  targetType?: string;
  targetId?: string;
  organizationId?: string;
  directoryId?: string;
  /** RFC 3339: the first included, the second not. */
  startTime?: string;
  endTime?: string;
}

const VIEW = `json_build_object('id', a.id, 'at', iso(a.at), 'actor_type', a.actor_type, 'actor_id', a.actor_id, 'action', a.action,
  'target_type', a.target_type, 'target_id', a.target_id, 'organization_id', a.organization_id, 'directory_id', a.directory_id,
  'ip', a.ip, 'request_id', a.request_id)`;

/** Append-only: PostgreSQL itself refuses to change or delete an entry. */
export class AuditLog {
  constructor(private readonly pool: Pool) {}

  async record(entry: AuditEntry): Promise<void> {
    await this.pool.query({
      name: 'audit-record',
      text: `INSERT INTO audit_logs (id, actor_type, actor_id, action, target_type, target_id, organization_id, directory_id, ip, request_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values: [
        newId('log'),
        entry.actor,
        entry.actorId,
        entry.action,
        entry.targetType,
        entry.targetId,
        entry.organizationId,
        entry.directoryId,
        entry.ip,
        entry.requestId,
      ],
    });
  }

  /** Newest first. */
  async page(criteria: AuditCriteria, page: PageRequest, on?: PoolClient): Promise<KeysetPage<AuditView>> {
    const parameters: unknown[] = [];
    const where = ['true'];
    const bind = (value: unknown) => `$${parameters.push(value)}`;
    const equal = {
      actor_id: criteria.actorId,
      action: criteria.action,
      target_type: criteria.targetType,
      target_id: criteria.targetId,
      organization_id: criteria.organizationId,
      directory_id: criteria.directoryId,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value !== undefined) where.push(`a.${column} = ${bind(value)}`);
    }
    if (criteria.startTime !== undefined) where.push(`a.at >= ${bind(criteria.startTime)}::timestamptz`);
    if (criteria.endTime !== undefined) where.push(`a.at < ${bind(criteria.endTime)}::timestamptz`);
    const source = `FROM audit_logs a WHERE ${where.join(' AND ')}`;
    const count = `SELECT count(*) ${source}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: AuditView[] }>(
      `SELECT (${count}) AS total, ARRAY(SELECT ${VIEW} ${source} ${keysetSql(page, 'a.id', parameters.length, true)}) AS rows`,
      parameters,
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }
}
