import { type Pool } from 'pg';

/** Directories in which a large membership change is not announced to the end. */
export async function directoriesWithDeferredAnnouncements(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ directory_id: string }>(
    'SELECT DISTINCT directory_id FROM pending_announcements',
  );
  return rows.map(({ directory_id }) => directory_id);
}
