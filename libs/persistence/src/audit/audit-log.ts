import { type Pool, type PoolClient } from 'pg';
import { type AuditChanges } from './audit-changes.js';
import { type AuditActor, type AuditEntry, insertAuditEntry } from './audit-entry.js';
import { FENCE } from '../connection/fence.js';
import { cursorOf, keysetPage, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { logPageSql } from '../paging/log-page.js';

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
  outcome: 'done' | 'refused';
  error_code: string | null;
  changes: AuditChanges | null;
  sequence: number;
  previous_hash: string | null;
  hash: string;
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
  'ip', a.ip, 'request_id', a.request_id, 'outcome', a.outcome, 'error_code', a.error_code, 'changes', a.changes,
  'sequence', a.sequence, 'previous_hash', a.previous_hash, 'hash', a.hash)`;

const EXPORT_PAGE = 1_000;

const ROW = `CROSS JOIN LATERAL (SELECT * FROM audit_logs WHERE id = k.id ${FENCE}) a`;

/** As the index has it. */
const CHAIN = `COALESCE(a.organization_id, '')`;

/** Append-only: PostgreSQL itself refuses to change or delete an entry. */
export class AuditLog {
  constructor(private readonly pool: Pool) {}

  async record(entry: AuditEntry): Promise<void> {
    await insertAuditEntry(this.pool, entry);
  }

  /** Newest first; up to 10,000 are counted. */
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
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const log = { matches: `SELECT a.id ${source}`, ordered: source, row: ROW, view: VIEW, key: 'a.id' };
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: AuditView[] }>(
      logPageSql(log, page, parameters.length),
      parameters,
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /** Chain by chain, each from its first entry on: JSON as it was hashed, and the hash. @param organizationId only this chain */
  async *lines(organizationId?: string): AsyncGenerator<string[]> {
    let after = { chain: organizationId ?? '', sequence: 0 };
    for (;;) {
      const { rows } = await this.pool.query<{ chain: string; sequence: number; line: string }>(
        `SELECT ${CHAIN} AS chain, a.sequence,
            canonical_json(audit_entry(a) || jsonb_build_object('hash', a.hash)) AS line FROM audit_logs a
          WHERE ${organizationId === undefined ? `(${CHAIN}, a.sequence) > ($1, $2)` : `${CHAIN} = $1 AND a.sequence > $2`}
          ORDER BY ${CHAIN}, a.sequence LIMIT ${EXPORT_PAGE}`,
        [after.chain, after.sequence],
      );
      if (rows.length > 0) yield rows.map(({ line }) => line);
      if (rows.length < EXPORT_PAGE) return;
      const { chain, sequence } = rows.at(-1)!;
      after = { chain, sequence };
    }
  }
}
