import { type Pool } from 'pg';
import { forgetCheckedFiles } from '../sync/checked-files.js';

/**
 * A file that was uploaded for a dry run holds the people as the file has them, whoever of them is erased. Such a file goes, and a check
 * that runs ends. What a dry run or a sync wrote down of these users before they were there, or of somebody who was refused because of
 * them, has no id of theirs: their user names and addresses tell. To be done while their records tell the names.
 */
export async function forgetSynced(pool: Pool, directoryId: string, userIds: string[]): Promise<void> {
  await pool.query(
    `UPDATE syncs SET cancel_requested = true WHERE directory_id = $1 AND trigger = 'upload' AND dry_run AND state = 'running'`,
    [directoryId],
  );
  await forgetCheckedFiles(pool, 's.directory_id = $1', [directoryId]);
  await pool.query(
    `WITH theirs AS MATERIALIZED (
        SELECT key FROM users u, unnest(u.email_keys || ARRAY[comparison_key(u.user_name), comparison_key(u.external_id)]) key
        WHERE u.directory_id = $1 AND u.id = ANY($2))
      DELETE FROM sync_changes c USING syncs s WHERE s.directory_id = $1 AND c.sync_id = s.id
        AND (comparison_key(c.user_name) IN (SELECT key FROM theirs) OR comparison_key(c.email) IN (SELECT key FROM theirs))`,
    [directoryId, userIds],
  );
}
