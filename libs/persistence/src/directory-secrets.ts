import { createHash } from 'node:crypto';
import { type Pool } from 'pg';

export interface DirectoryAccess {
  enabled: boolean;
  /** The networks that requests may come from; empty: any. */
  allowlist: string[];
  secrets: { id: string; kind: 'bearer' | 'client'; hash: Buffer; expiresAt: string | null }[];
}

/** A bearer secret is 256 random bits, so a fast hash is as good as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What the token guard has to know of a directory; undefined where there is none. */
export async function loadDirectoryAccess(pool: Pool, directoryId: string): Promise<DirectoryAccess | undefined> {
  const { rows } = await pool.query<{
    enabled: boolean;
    allowlist: string[];
    id: string | null;
    kind: 'bearer' | 'client';
    hash: Buffer;
    expires_at: string | null;
  }>({
    name: 'directory-access',
    text: `SELECT d.enabled, d.ip_allowlist AS "allowlist", s.id, s.kind, s.hash, s.expires_at
      FROM directories d LEFT JOIN directory_secrets s ON s.directory_id = d.id AND s.revoked_at IS NULL
      WHERE d.id = $1 AND d.deleted_at IS NULL`,
    values: [directoryId],
  });
  if (rows.length === 0) return undefined;
  return {
    enabled: rows[0]!.enabled,
    allowlist: rows[0]!.allowlist,
    secrets: rows
      .filter((row) => row.id !== null)
      .map((row) => ({ id: row.id!, kind: row.kind, hash: row.hash, expiresAt: row.expires_at })),
  };
}

/** Out of band, at most once a minute per secret: what an admin looks at to see whether a key is still in use. */
export async function touchSecret(pool: Pool, directoryId: string, secretId: string): Promise<void> {
  await pool.query(`UPDATE directory_secrets SET last_used_at = now() WHERE id = $1`, [secretId]);
  await pool.query(
    `UPDATE directory_counters SET status = 'IN_PROGRESS' WHERE directory_id = $1 AND status = 'DRAFT'`,
    [directoryId],
  );
}

/** A refused write: the IdP and we differ from now on until everything is sent again. */
export async function requireFullSync(pool: Pool, directoryId: string): Promise<void> {
  await pool.query(`UPDATE directories SET full_sync_required = true WHERE id = $1 AND NOT full_sync_required`, [
    directoryId,
  ]);
}
