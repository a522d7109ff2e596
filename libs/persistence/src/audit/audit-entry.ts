import { newId } from '#directory';
import { type AuditChanges } from './audit-changes.js';

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
  /** `done` unless given. */
  outcome?: 'done' | 'refused';
  /** Why it was refused (docs/errors.md). */
  errorCode?: string | null;
  changes?: AuditChanges | null;
}

/** A pool, a client in a transaction, or TypeORM's manager of one. */
export interface StatementRunner {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** A trigger gives the entry its time, its place in the chain, and its hash (docs/audit.md). */
export async function insertAuditEntry(db: StatementRunner, entry: AuditEntry): Promise<void> {
  await db.query(
    `INSERT INTO audit_logs (id, actor_type, actor_id, action, target_type, target_id, organization_id, directory_id, ip, request_id,
        outcome, error_code, changes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
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
      entry.outcome ?? 'done',
      entry.errorCode ?? null,
      entry.changes ? JSON.stringify(entry.changes) : null,
    ],
  );
}
