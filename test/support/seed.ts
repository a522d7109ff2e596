import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { newId } from '#directory';
import { hashSecret } from '#persistence';

export interface SeededDirectory {
  organizationId: string;
  directoryId: string;
  secretId: string;
  /** The bearer token of its SCIM endpoint. */
  secret: string;
}

/** An organization with one SCIM directory and one secret, put straight into the tables. */
export async function seedDirectory(pool: Pool): Promise<SeededDirectory> {
  const seeded = {
    organizationId: newId('org'),
    directoryId: newId('dir'),
    secretId: newId('sec'),
    secret: randomBytes(32).toString('hex'),
  };
  await pool.query(`INSERT INTO organizations (id, display_name, region_code) VALUES ($1, 'Seeded', 'us')`, [
    seeded.organizationId,
  ]);
  await pool.query(
    `INSERT INTO directories (id, organization_id, directory_type, directory_provider) VALUES ($1, $2, 'SCIM', 'GENERIC')`,
    [seeded.directoryId, seeded.organizationId],
  );
  await pool.query(`INSERT INTO directory_counters (directory_id) VALUES ($1)`, [seeded.directoryId]);
  await pool.query(`INSERT INTO directory_secrets (id, directory_id, hash, suffix) VALUES ($1, $2, $3, $4)`, [
    seeded.secretId,
    seeded.directoryId,
    hashSecret(seeded.secret),
    seeded.secret.slice(-4),
  ]);
  return seeded;
}

/** An endpoint that gets what it asks for; its URL is never called by what only looks at rows. */
export async function seedEndpoint(pool: Pool, url: string, eventTypes: string[] = []): Promise<string> {
  const id = newId('ep');
  await pool.query(`INSERT INTO webhook_endpoints (id, url, event_types) VALUES ($1, $2, $3)`, [id, url, eventTypes]);
  return id;
}
