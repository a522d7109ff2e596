import pg from 'pg';
import { session } from '#postgres';
import { MIGRATION_LOCK } from './migration-lock.js';
import { scramVerifier } from './scram-verifier.js';

/** The schemas of Rollcall and of its queues. */
const SCHEMAS = `(SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname IN (current_schema(), 'bullmq'))`;

/**
 * Tables that the application may not change at will. Every other table, also one that a later version adds, is its to read and write.
 * Nothing may be truncated, and weeks are reached through their table only: no right is given on a partition.
 */
const LIMITED: Record<string, string> = {
  migrations: 'SELECT',
  migration: 'SELECT',
  deployment: 'SELECT',
  audit_logs: 'SELECT, INSERT',
  // Erasing a person empties bodies. What is deleted is no part of the feed (trigger `events_in_feed_stay`).
  events: 'SELECT, INSERT, UPDATE (body, erased), DELETE',
  // Attempts to reach an endpoint are deleted with the endpoint.
  attempts: 'SELECT, INSERT, UPDATE (error, response_headers, response_body), DELETE',
};

const OWNED = (owner: string) => `pg_has_role(current_user, ${owner}, 'USAGE')`;

/** $1: the role, $2: the limited tables. Each row is a statement. */
const GRANTS = `
  SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, $1::text) AS statement FROM ${SCHEMAS} s
  UNION ALL
  SELECT format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', nspname) FROM ${SCHEMAS} s WHERE ${OWNED('nspowner')}
  UNION ALL
  SELECT format('REVOKE TEMPORARY ON DATABASE %1$I FROM PUBLIC; GRANT CONNECT ON DATABASE %1$I TO %2$I', datname, $1::text)
  FROM pg_database WHERE datname = current_database() AND ${OWNED('datdba')}
  UNION ALL
  SELECT format('REVOKE ALL ON %1$I.%2$I FROM %3$I; GRANT %4$s ON %1$I.%2$I TO %3$I', s.nspname, c.relname, $1::text,
    CASE c.relkind WHEN 'S' THEN 'USAGE, SELECT' WHEN 'v' THEN 'SELECT'
      ELSE COALESCE($2::jsonb ->> c.relname::text, 'SELECT, INSERT, UPDATE, DELETE') END)
  FROM pg_class c JOIN ${SCHEMAS} s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'S') AND NOT c.relispartition AND ${OWNED('c.relowner')}
  UNION ALL
  SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', p.oid::regprocedure, $1::text)
  FROM pg_proc p JOIN ${SCHEMAS} s ON s.oid = p.pronamespace WHERE p.prokind = 'f' AND ${OWNED('p.proowner')}`;

export class ApplicationRoleError extends Error {}

/**
 * Lets a role read and write what api and worker read and write, and nothing more. The owner of the tables calls this after each
 * migration: rights are given on all tables that there are by then. The role is made where there is none.
 * @param password what the role logs in with; without one the role is left as it is, and the owner may take it
 * @throws ApplicationRoleError, with what to do
 */
export async function admitApplicationRole(ownerUrl: string, role: string, password?: string): Promise<void> {
  const client = new pg.Client(session(ownerUrl, 'migrate'));
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await makeRole(client, role, password);
    await refuseMighty(client, role);
    const { rows } = await client.query<{ statement: string }>(GRANTS, [role, JSON.stringify(LIMITED)]);
    await client.query(rows.map(({ statement }) => statement).join(';'));
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function makeRole(client: pg.Client, role: string, password: string | undefined): Promise<void> {
  const name = pg.escapeIdentifier(role);
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${name}`);
    if (password === undefined) {
      await client.query(`DO $$ BEGIN
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN GRANT ${name} TO CURRENT_USER; END IF;
      END $$`);
    } else {
      await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`);
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new ApplicationRoleError(
      `The role of DATABASE_URL may not set up the role "${role}" of ROLLCALL_DATABASE_ROLE: let it create roles ` +
        '(ALTER ROLE … CREATEROLE), or see "Two roles" in docs/operations.md.',
    );
  }
}

/** Rights that are taken from a superuser, or from somebody who can become the owner, are not taken at all. */
async function refuseMighty(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ mighty: boolean }>(
    `SELECT rolsuper OR rolcreaterole OR pg_has_role(rolname, current_user, 'MEMBER') AS mighty FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  if (rows[0]?.mighty !== true) return;
  throw new ApplicationRoleError(
    `The role "${role}" of ROLLCALL_DATABASE_ROLE may do as much as the owner of the tables: name another role.`,
  );
}
