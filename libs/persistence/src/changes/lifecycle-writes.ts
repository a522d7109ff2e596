import { type LifecycleWrites } from '#directory';
import { type DirectoryQueries } from './directory-queries.js';

/** What is done to a directory as a whole. */
export class PostgresLifecycleWrites implements LifecycleWrites {
  constructor(private readonly queries: DirectoryQueries) {}

  async setEnabled(enabled: boolean, at: string): Promise<void> {
    const sql = `UPDATE directories SET enabled = $2, updated_at = $3 WHERE id = $1`;
    await this.queries.run('directory-enable', sql, [enabled, at]);
  }

  async close(at: string): Promise<void> {
    const sql = `
      WITH revoked AS (UPDATE directory_secrets SET revoked_at = $2 WHERE directory_id = $1 AND revoked_at IS NULL)
      UPDATE directories SET deleted_at = $2, updated_at = $2 WHERE id = $1`;
    await this.queries.run('directory-close', sql, [at]);
  }

  async claimMassLeaveAlert(at: string): Promise<boolean> {
    const sql = `INSERT INTO mass_leave_alerts AS a (directory_id, at) VALUES ($1, $2)
      ON CONFLICT (directory_id) DO UPDATE SET at = EXCLUDED.at WHERE a.at <= EXCLUDED.at - interval '1 hour' RETURNING at`;
    return (await this.queries.run('mass-leave-claim', sql, [at])).length > 0;
  }
}
