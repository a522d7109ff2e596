import { type Pool, type PoolClient } from 'pg';

/**
 * Runs `work` in one transaction: commits when it resolves to a result that `keeps`, rolls back otherwise. A connection that cannot even
 * roll back is not used again, and the error is the one that came first.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  keeps: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query(keeps(result) ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => undefined,
      (failure: Error) => failure,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}
