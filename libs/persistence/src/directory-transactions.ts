import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { type DirectoryTransaction, type DirectoryTransactions, OutcomeUnknownError } from '#directory';
import { PostgresDirectoryTransaction } from './directory-transaction.js';
import { inOneWrite } from './in-one-write.js';

export class PostgresDirectoryTransactions implements DirectoryTransactions {
  constructor(private readonly pool: Pool) {}

  async run<T>(directoryId: string, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const transaction = new PostgresDirectoryTransaction(client, directoryId);
    let broken: Error | undefined;
    let committing = false;
    inOneWrite(client);
    // The argument is a number of ours. What follows has a snapshot taken after the lock. Generic plans: small batches would be planned
    // anew each time, which takes longer than running them (2.3 ms against 0.5 ms for the load).
    const begun = client.query(
      `BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SELECT pg_advisory_xact_lock(${lockKey(directoryId)})`,
    );
    begun.catch(() => {});
    try {
      // Two round trips instead of four (the connection pipelines): the first statement goes out with BEGIN, COMMIT with the last write.
      const result = await work(transaction);
      committing = true;
      const committed = client.query('COMMIT');
      await Promise.all([begun, transaction.written, committed]);
      return result;
    } catch (error) {
      // Statements behind one that failed only say that the transaction is aborted.
      const [first, writes] = await Promise.allSettled([begun, transaction.written]);
      broken = await client.query('ROLLBACK').then(
        () => undefined,
        (failure: Error) => failure,
      );
      const reason: unknown = [first, writes].find((outcome) => outcome.status === 'rejected')?.reason ?? error;
      throw committing && broken !== undefined ? new OutcomeUnknownError(reason) : reason;
    } finally {
      client.release(broken);
    }
  }
}

/** The range of the keys of directories' advisory locks, out of that of our constants. */
export const DIRECTORY_LOCKS = { first: 1n << 50n, end: (1n << 50n) + (1n << 48n) };

/** A directory's advisory lock: 48 bits of its id's hash. */
export function lockKey(directoryId: string): string {
  const hash = createHash('sha256').update(directoryId).digest();
  return (BigInt(hash.readUIntBE(0, 6)) + DIRECTORY_LOCKS.first).toString();
}
