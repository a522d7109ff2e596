import { type Pool, type PoolClient } from 'pg';
import { changesBetween, listChange } from '../audit/audit-changes.js';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import {
  type AttributeMapping,
  type DeprovisioningPolicy,
  type RoleAssignment,
  type StoredGroupRule,
} from '#directory';

/** A role with what people read of it. */
export interface StoredRole {
  name: string;
  display_name: string;
  description: string;
  priority: number;
  default: boolean;
  privileged: boolean;
}

const ROLES = `SELECT name, display_name, description, priority, is_default AS "default", privileged FROM roles ORDER BY priority, name`;

/**
 * What people set for a directory. Whatever users are seen through starts the pass over them in the same statement, so that
 * no crash leaves old profiles behind.
 */
export class DirectorySettingsStore {
  constructor(private readonly pool: Pool) {}

  async policy(directoryId: string): Promise<Partial<DeprovisioningPolicy>> {
    const { rows } = await this.pool.query<{ policy: DeprovisioningPolicy }>(
      'SELECT policy FROM directories WHERE id = $1',
      [directoryId],
    );
    return rows[0]!.policy;
  }

  async groupRules(directoryId: string): Promise<StoredGroupRule[]> {
    const { rows } = await this.pool.query<{ rules: StoredGroupRule[] }>(
      'SELECT group_rules AS rules FROM directories WHERE id = $1',
      [directoryId],
    );
    return rows[0]!.rules;
  }

  async setPolicy(directoryId: string, policy: DeprovisioningPolicy): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const before = await set<DeprovisioningPolicy>(client, directoryId, 'policy', policy);
      // Whoever was held leaves. The row is needed until then: whose date cannot be read has nothing else that says so.
      if (policy.hold !== true)
        await client.query("UPDATE held_departures SET state = 'approved' WHERE directory_id = $1", [directoryId]);
      if (before !== undefined) await writeAct(client, { changes: changesBetween({ ...before }, { ...policy }) });
    });
  }

  async setMappings(directoryId: string, mappings: AttributeMapping[]): Promise<void> {
    await this.setList(directoryId, 'attribute_mappings', mappings);
  }

  async setAssignments(directoryId: string, assignments: RoleAssignment[]): Promise<void> {
    await this.setList(directoryId, 'role_assignments', assignments);
  }

  /** The given groups of the directory, and which of them a rule made. */
  async groupSources(directoryId: string, ids: string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ id: string; source: string }>(
      'SELECT id, source FROM groups WHERE id = ANY($2) AND directory_id = $1',
      [directoryId, ids],
    );
    return new Map(rows.map(({ id, source }) => [id, source]));
  }

  async roles(): Promise<StoredRole[]> {
    return (await this.pool.query<StoredRole>(ROLES)).rows;
  }

  /**
   * Leaves exactly these, and starts the pass over every directory's users.
   * @returns the directories; undefined, and nothing is changed, where a role given by a rule's group would become privileged
   */
  async replaceRoles(roles: StoredRole[]): Promise<string[] | undefined> {
    return await inTransaction(
      this.pool,
      (client) => replaceRoles(client, roles),
      (directories) => directories !== undefined,
    );
  }

  private async setList(directoryId: string, column: string, value: object[]): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const before = await set<object[]>(client, directoryId, column, value);
      if (before !== undefined) await writeAct(client, { changes: listChange(column, before, value) });
    });
  }
}

/** @returns what was there before; undefined where the directory is gone */
async function set<T>(client: PoolClient, directoryId: string, column: string, value: T): Promise<T | undefined> {
  const { rows } = await client.query<{ before: T }>(
    `SELECT ${column} AS before FROM directories WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
    [directoryId],
  );
  if (rows[0] === undefined) return undefined;
  await client.query(
    `WITH changed AS (UPDATE directories SET ${column} = $2, updated_at = now() WHERE id = $1 RETURNING id)
      INSERT INTO pending_recomputations (directory_id) SELECT id FROM changed
      ON CONFLICT (directory_id) DO UPDATE SET after_id = '', requested_at = now()`,
    [directoryId, JSON.stringify(value)],
  );
  return rows[0].before;
}

async function replaceRoles(client: PoolClient, roles: StoredRole[]): Promise<string[] | undefined> {
  await client.query('LOCK TABLE roles IN SHARE ROW EXCLUSIVE MODE');
  const { rows: before } = await client.query<StoredRole>(ROLES);
  await client.query('DELETE FROM roles');
  await client.query(
    `INSERT INTO roles (name, display_name, description, priority, is_default, privileged)
      SELECT name, display_name, description, priority, "default", privileged FROM json_to_recordset($1::json)
        AS (name text, display_name text, description text, priority integer, "default" boolean, privileged boolean)`,
    [JSON.stringify(roles)],
  );
  const { rowCount: given } = await client.query(
    `SELECT FROM directories d CROSS JOIN LATERAL jsonb_array_elements(d.role_assignments) a
      JOIN roles r ON r.name = a ->> 'role_name' AND r.privileged
      JOIN groups g ON g.id = a ->> 'group_id' AND g.source = 'rule' WHERE d.deleted_at IS NULL LIMIT 1`,
  );
  if (given === 1) return undefined;
  const { rows } = await client.query<{ directory_id: string }>(
    `INSERT INTO pending_recomputations (directory_id) SELECT id FROM directories WHERE deleted_at IS NULL
      ON CONFLICT (directory_id) DO UPDATE SET after_id = '', requested_at = now() RETURNING directory_id`,
  );
  await writeAct(client, { changes: listChange('roles', before, roles) });
  return rows.map(({ directory_id }) => directory_id);
}
