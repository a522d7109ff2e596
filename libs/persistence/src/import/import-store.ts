import { randomBytes } from 'node:crypto';
import { type Pool, type PoolClient } from 'pg';
import { inTransaction } from '../connection/in-transaction.js';
import { type AttributeMapping, newId, type RoleAssignment } from '#directory';
import { FENCE } from '../connection/fence.js';
import { hashSecret } from '../access/directory-secrets.js';
import { changesAreOver } from '../changes/running-changes.js';
import { MAX_PAGE_BYTES } from '../paging/page-bytes.js';
import { USER_BYTES } from '../resources/rows.js';

/** `refused`: why it cannot be stored, for people. `id`: under which it is here. */
export type Stored =
  { state: 'created'; id: string } | { state: 'present'; id: string } | { state: 'refused'; reason: string };

export interface ImportedRole {
  name: string;
  displayName: string;
  description: string;
}

export interface ImportedOrganization {
  id: string;
  displayName: string;
  externalId: string | null;
  slug: string | null;
  logoUrl: string | null;
  metadata: Record<string, string>;
  features: { name: string; enabled: boolean }[];
  createdAt: string | null;
  /** Where its data has to be; null where the source does not say. */
  region: string | null;
}

export interface ImportedDirectory {
  id: string;
  organizationId: string;
  name: string;
  type: string;
  provider: string;
  enabled: boolean;
  attributeMappings: AttributeMapping[];
  roleAssignments: RoleAssignment[];
  /** The bearer secret that its identity provider has. */
  secret: string | null;
}

export interface ImportedEndpoint {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  organizationId: string;
  directoryId: string;
  payloadFormat: 'standard' | 'polis';
  secretCipher: Buffer;
}

/** An import that is run again changes nothing: a change that takes longer than this is not waited for. */
const PATIENCE_MS = 60_000;

type Kind = 'users' | 'groups';

/** What an import stores beside users, groups and memberships. What is there under its id stays as it is. */
export class ImportStore {
  constructor(
    private readonly pool: Pool,
    private readonly region: string,
  ) {}

  /** Tells one deployment from another. */
  async environmentId(): Promise<string> {
    const { rows } = await this.pool.query<{ environment_id: string }>('SELECT environment_id FROM deployment');
    return rows[0]!.environment_id;
  }

  async roleNames(): Promise<string[]> {
    return (await this.pool.query<{ name: string }>('SELECT name FROM roles')).rows.map(({ name }) => name);
  }

  /** Below the roles that are there, in the given order. @returns the names that were not there */
  async addRoles(roles: ImportedRole[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(
      `INSERT INTO roles (name, display_name, description, priority, is_default, privileged)
        SELECT name, "displayName", description, (SELECT COALESCE(max(priority), 0) FROM roles) + ordinality, false, false
        FROM ROWS FROM (json_to_recordset($1::json) AS (name text, "displayName" text, description text)) WITH ORDINALITY
        ON CONFLICT DO NOTHING RETURNING name`,
      [JSON.stringify(roles)],
    );
    return rows.map(({ name }) => name);
  }

  /** @param dryRun says what would happen */
  async organization(given: ImportedOrganization, dryRun: boolean): Promise<Stored> {
    if (given.region !== null && given.region !== this.region) {
      return refused(`its data belongs to the region "${given.region}", this deployment is "${this.region}"`);
    }
    const { rows } = await this.pool.query<{ id: string; deleted: boolean; external_id: string | null }>(
      `SELECT id, deleted_at IS NOT NULL AS deleted, external_id FROM organizations
        WHERE id = $1 OR (deleted_at IS NULL AND (external_id = $2 OR slug = $3)) ORDER BY id = $1 DESC`,
      [given.id, given.externalId, given.slug],
    );
    const known = rows[0];
    if (known?.id === given.id) {
      return known.deleted ? refused('it was deleted here') : { state: 'present', id: given.id };
    }
    if (known !== undefined) {
      const taken = known.external_id === given.externalId ? 'external id' : 'slug';
      return refused(`its ${taken} belongs to the organization ${known.id}`);
    }
    if (dryRun) return { state: 'created', id: given.id };
    const { rowCount } = await this.pool.query(
      `INSERT INTO organizations (id, display_name, external_id, region_code, slug, logo_url, metadata, features, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, COALESCE($9, now())) ON CONFLICT DO NOTHING`,
      [
        given.id,
        given.displayName,
        given.externalId,
        this.region,
        given.slug,
        given.logoUrl,
        JSON.stringify(given.metadata),
        JSON.stringify(given.features),
        given.createdAt,
      ],
    );
    return rowCount === 1
      ? { state: 'created', id: given.id }
      : refused('somebody created it at the same time: run it again');
  }

  async findOrganization(externalId: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ id: string }>(
      'SELECT id FROM organizations WHERE external_id = $1 AND deleted_at IS NULL',
      [externalId],
    );
    return rows[0]?.id;
  }

  async directory(given: ImportedDirectory, dryRun: boolean): Promise<Stored> {
    const { rows } = await this.pool.query<{ organization_id: string; deleted: boolean }>(
      'SELECT organization_id, deleted_at IS NOT NULL AS deleted FROM directories WHERE id = $1',
      [given.id],
    );
    const known = rows[0];
    if (known?.deleted) return refused('it was deleted here');
    if (known !== undefined && known.organization_id !== given.organizationId) {
      return refused(`it belongs to the organization ${known.organization_id} here`);
    }
    if (known !== undefined) return { state: 'present', id: given.id };
    if (dryRun) return { state: 'created', id: given.id };
    await inTransaction(this.pool, async (client) => {
      await client.query(
        `INSERT INTO directories (id, organization_id, name, directory_type, directory_provider, enabled, attribute_mappings, role_assignments)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          given.id,
          given.organizationId,
          given.name,
          given.type,
          given.provider,
          given.enabled,
          JSON.stringify(given.attributeMappings),
          JSON.stringify(given.roleAssignments),
        ],
      );
      await client.query('INSERT INTO directory_counters (directory_id) VALUES ($1)', [given.id]);
      if (given.secret !== null) await addSecret(client, given.id, given.secret);
    });
    return { state: 'created', id: given.id };
  }

  async hasSecret(directoryId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `SELECT FROM directory_secrets WHERE directory_id = $1 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now()) LIMIT 1`,
      [directoryId],
    );
    return rowCount === 1;
  }

  /** @returns the plain secret, which is not kept */
  async newSecret(directoryId: string): Promise<string> {
    const plain = randomBytes(32).toString('hex');
    await inTransaction(this.pool, (client) => addSecret(client, directoryId, plain));
    return plain;
  }

  /** Whatever is committed after it resolves is matched against the endpoint. */
  async endpoint(given: ImportedEndpoint, dryRun: boolean): Promise<Stored> {
    const { rowCount } = await this.pool.query('SELECT FROM webhook_endpoints WHERE id = $1', [given.id]);
    if (rowCount === 1) return { state: 'present', id: given.id };
    if (!dryRun) {
      await inTransaction(this.pool, async (client) => {
        await client.query(
          `INSERT INTO webhook_endpoints (id, url, description, event_types, organization_id, directory_id, payload_format)
            VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            given.id,
            given.url,
            given.description,
            given.eventTypes,
            given.organizationId,
            given.directoryId,
            given.payloadFormat,
          ],
        );
        await client.query('INSERT INTO endpoint_secrets (id, endpoint_id, cipher) VALUES ($1, $2, $3)', [
          newId('sec'),
          given.id,
          given.secretCipher,
        ]);
      });
      await changesAreOver(this.pool, [given], PATIENCE_MS);
    }
    return { state: 'created', id: given.id };
  }

  /** Which of these ids are taken, and by which directory. */
  async owners(kind: Kind, ids: string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ id: string; directory_id: string }>(
      `SELECT x.id, x.directory_id FROM unnest($1::text[]) k CROSS JOIN LATERAL (
        SELECT id, directory_id FROM ${kind} WHERE id = k ${FENCE}) x`,
      [ids],
    );
    return new Map(rows.map(({ id, directory_id }) => [id, directory_id]));
  }

  /** These users in portions, of which each is so small that one transaction may load it. */
  async portions(userIds: string[]): Promise<string[][]> {
    const { rows } = await this.pool.query<{ ids: string[] }>(
      `SELECT array_agg(id ORDER BY n) AS ids FROM (
          SELECT k.id, k.n, div(sum(COALESCE(u.bytes, 0)) OVER (ORDER BY k.n), ${MAX_PAGE_BYTES}) AS portion
          FROM unnest($1::text[]) WITH ORDINALITY AS k (id, n)
          LEFT JOIN LATERAL (SELECT ${USER_BYTES} AS bytes FROM users u WHERE u.id = k.id ${FENCE}) u ON true) x
        GROUP BY portion ORDER BY portion`,
      [userIds],
    );
    return rows.map(({ ids }) => ids);
  }

  async memberCounts(groupIds: string[]): Promise<Map<string, number>> {
    const { rows } = await this.pool.query<{ id: string; count: number }>(
      `SELECT k AS id, m.count FROM unnest($1::text[]) k CROSS JOIN LATERAL (
        SELECT count(*) FROM group_members WHERE group_id = k ${FENCE}) m`,
      [groupIds],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }
}

/** One that is there already, whosever it is, is not there twice. */
async function addSecret(client: PoolClient, directoryId: string, plain: string): Promise<void> {
  await client.query(
    `INSERT INTO directory_secrets (id, directory_id, hash, suffix) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING`,
    [newId('sec'), directoryId, hashSecret(plain), plain.slice(-4)],
  );
}

function refused(reason: string): Stored {
  return { state: 'refused', reason };
}
