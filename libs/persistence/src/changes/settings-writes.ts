import { type SettingsWrites, type StoredGroupRule } from '#directory';
import { type DirectoryQueries } from './directory-queries.js';

/** What changes of a directory do to its settings. */
export class PostgresSettingsWrites implements SettingsWrites {
  constructor(private readonly queries: DirectoryQueries) {}

  async setGroupRules(rules: StoredGroupRule[]): Promise<void> {
    const sql = `WITH changed AS (UPDATE directories SET group_rules = $2, updated_at = now() WHERE id = $1 RETURNING id)
      INSERT INTO pending_recomputations (directory_id) SELECT id FROM changed
      ON CONFLICT (directory_id) DO UPDATE SET after_id = '', requested_at = now()`;
    await this.queries.run('rules-set', sql, [JSON.stringify(rules)]);
  }

  async forgetAssignments(groupId: string): Promise<void> {
    const sql = `UPDATE directories SET role_assignments = COALESCE((
        SELECT jsonb_agg(a ORDER BY n) FROM jsonb_array_elements(role_assignments) WITH ORDINALITY AS x (a, n) WHERE a ->> 'group_id' <> $2), '[]')
      WHERE id = $1`;
    await this.queries.run('assignments-forget', sql, [groupId]);
  }
}
