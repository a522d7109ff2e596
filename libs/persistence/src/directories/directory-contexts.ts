import { type Pool } from 'pg';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';

/** What the application keeps beside a directory for itself: an object that nothing here reads. */
export class DirectoryContexts {
  constructor(private readonly pool: Pool) {}

  async find(directoryId: string): Promise<Record<string, unknown>> {
    const { rows } = await this.pool.query<{ context: Record<string, unknown> }>(
      'SELECT context FROM directory_contexts WHERE directory_id = $1',
      [directoryId],
    );
    return rows[0]?.context ?? {};
  }

  async save(directoryId: string, context: object): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(
        `INSERT INTO directory_contexts (directory_id, context) VALUES ($1, $2)
        ON CONFLICT (directory_id) DO UPDATE SET context = EXCLUDED.context, updated_at = now()`,
        [directoryId, JSON.stringify(context)],
      );
      await writeAct(client);
    });
  }
}
