import { type Pool } from 'pg';
import { listChange } from '../audit/audit-changes.js';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';

/** The networks a directory's SCIM requests may come from; none: any. Undefined where there is no such directory. */
export async function loadIpAllowlist(pool: Pool, directoryId: string): Promise<string[] | undefined> {
  const { rows } = await pool.query<{ cidrs: string[] }>(
    `SELECT ip_allowlist AS cidrs FROM directories WHERE id = $1 AND deleted_at IS NULL`,
    [directoryId],
  );
  return rows[0]?.cidrs;
}

/** Every process forgets what it knew of the directory: a trigger notifies. */
export async function saveIpAllowlist(pool: Pool, directoryId: string, cidrs: string[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ before: string[] }>(
      `SELECT ip_allowlist AS before FROM directories WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
      [directoryId],
    );
    if (rows[0] === undefined) return;
    await client.query(`UPDATE directories SET ip_allowlist = $2, updated_at = now() WHERE id = $1`, [
      directoryId,
      cidrs,
    ]);
    await writeAct(client, { changes: listChange('cidrs', rows[0].before, cidrs) });
  });
}
