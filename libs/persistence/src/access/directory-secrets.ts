import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { type ScimProfile } from '#scim';
import { type StatementRunner } from '../audit/audit-entry.js';
import { GATE_JSON, type StoredGate } from '../gates/provisioning-gates.js';
import { ACCESS_VERSION } from '../resources/rows.js';

/** How an OAuth client proves who it is at the token endpoint (RFC 7591 §2, RFC 7523). */
export const CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number];

export interface StoredSecret {
  id: string;
  kind: 'bearer' | 'client';
  /** Null: the client has keys in place of a secret. */
  hash: Buffer | null;
  expiresAt: string | null;
  /** Null: a secret, in HTTP Basic or in the body. */
  authMethod: ClientAuthMethod | null;
}

/** A JSON Web Key Set (RFC 7517) of public keys, or where it is. */
export interface StoredKeys {
  jwks: unknown;
  jwksUri: string | null;
}

export interface DirectoryAccess {
  /** `DirectoryState.accessVersion` */
  version: string;
  enabled: boolean;
  /** Rollcall reads its source itself: nobody pushes to it. */
  pulled: boolean;
  /** The networks that requests may come from; empty: any. */
  allowlist: string[];
  /** SCIM requests a second; null: the default. */
  rateLimit: number | null;
  /** Left out: `default`. */
  profile?: ScimProfile;
  secrets: StoredSecret[];
  /** The gate that is asked before a person gets in; null, or left out: none. */
  gate?: StoredGate | null;
}

/** A bearer secret is 256 random bits, so a fast hash is as good as a slow one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What the token guard has to know of directories, by their ids; those that do not exist are left out. */
export async function loadDirectoryAccess(pool: Pool, directoryIds: string[]): Promise<Map<string, DirectoryAccess>> {
  const { rows } = await pool.query<{
    directory_id: string;
    version: string;
    enabled: boolean;
    pulled: boolean;
    allowlist: string[];
    rateLimit: number | null;
    profile: ScimProfile;
    gate: StoredGate | null;
    id: string | null;
    kind: 'bearer' | 'client';
    hash: Buffer | null;
    expiresAt: string | null;
    authMethod: ClientAuthMethod | null;
  }>({
    name: 'directory-access',
    text: `SELECT d.id AS directory_id, ${ACCESS_VERSION} AS version, d.enabled, d.directory_type <> 'SCIM' AS pulled, d.ip_allowlist AS "allowlist",
        d.scim_rate_limit AS "rateLimit", d.scim_profile AS profile, ${GATE_JSON} AS gate, s.id, s.kind, s.hash, s.expires_at AS "expiresAt", s.auth_method AS "authMethod"
      FROM directories d LEFT JOIN directory_secrets s ON s.directory_id = d.id AND s.revoked_at IS NULL AND COALESCE(s.expires_at > now(), true)
      LEFT JOIN provisioning_gates g ON g.organization_id = d.organization_id AND g.enabled
      WHERE d.id = ANY ($1) AND d.deleted_at IS NULL`,
    values: [directoryIds],
  });
  const found = new Map<string, DirectoryAccess>();
  for (const { directory_id, id, kind, hash, expiresAt, authMethod, ...access } of rows) {
    const known = found.get(directory_id) ?? { ...access, secrets: [] };
    if (id !== null) known.secrets.push({ id, kind, hash, expiresAt, authMethod });
    found.set(directory_id, known);
  }
  return found;
}

/** The keys of an OAuth client that has some; read when it shows an assertion, as they are large. */
export async function clientKeys(pool: Pool, clientId: string): Promise<StoredKeys | undefined> {
  const { rows } = await pool.query<StoredKeys>(
    `SELECT jwks, jwks_uri AS "jwksUri" FROM directory_secrets WHERE id = $1 AND auth_method = 'private_key_jwt'`,
    [clientId],
  );
  return rows[0];
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

/** The bearer secrets of a directory end after so long, with 0 at once, on every process. */
export async function endBearerSecrets(db: StatementRunner, directoryId: string, overlapMs: number): Promise<void> {
  const ending = overlapMs === 0 ? 'revoked_at = now()' : 'expires_at = least(expires_at, now() + $2::interval)';
  await db.query(
    `UPDATE directory_secrets SET ${ending} WHERE directory_id = $1 AND kind = 'bearer' AND revoked_at IS NULL`,
    overlapMs === 0 ? [directoryId] : [directoryId, `${overlapMs} milliseconds`],
  );
}
