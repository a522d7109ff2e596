import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { GATE_JSON, type StoredGate } from './provisioning-gates.js';

export interface DirectoryAccess {
  enabled: boolean;
  /** The networks that requests may come from; empty: any. */
  allowlist: string[];
  /** SCIM requests a second; null: the default. */
  rateLimit: number | null;
  /** Who is asked before a person gets in; null, or left out: nobody. */
  gate?: StoredGate | null;
  secrets: { id: string; kind: 'bearer' | 'client'; hash: Buffer; expiresAt: string | null }[];
}

/** A bearer secret is 256 random bits, so a fast hash is as good as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What the token guard has to know of directories, by their ids; those that do not exist are left out. */
export async function loadDirectoryAccess(pool: Pool, directoryIds: string[]): Promise<Map<string, DirectoryAccess>> {
  const { rows } = await pool.query<{
    directory_id: string;
    enabled: boolean;
    allowlist: string[];
    rateLimit: number | null;
    gate: StoredGate | null;
    id: string | null;
    kind: 'bearer' | 'client';
    hash: Buffer;
    expires_at: string | null;
  }>({
    name: 'directory-access',
    text: `SELECT d.id AS directory_id, d.enabled, d.ip_allowlist AS "allowlist", d.scim_rate_limit AS "rateLimit", ${GATE_JSON} AS gate, s.id, s.kind, s.hash, s.expires_at
      FROM directories d LEFT JOIN directory_secrets s ON s.directory_id = d.id AND s.revoked_at IS NULL
      LEFT JOIN provisioning_gates g ON g.organization_id = d.organization_id AND g.enabled
      WHERE d.id = ANY ($1) AND d.deleted_at IS NULL`,
    values: [directoryIds],
  });
  const found = new Map<string, DirectoryAccess>();
  for (const { directory_id, enabled, allowlist, rateLimit, gate, id, kind, hash, expires_at } of rows) {
    const access = found.get(directory_id) ?? { enabled, allowlist, rateLimit, gate, secrets: [] };
    if (id !== null) access.secrets.push({ id, kind, hash, expiresAt: expires_at });
    found.set(directory_id, access);
  }
  return found;
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
