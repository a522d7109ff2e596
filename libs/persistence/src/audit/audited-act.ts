import { AsyncLocalStorage } from 'node:async_hooks';
import { type Pool, type QueryResult, type QueryResultRow } from 'pg';
import { type AuditEntry, insertAuditEntry, type StatementRunner } from './audit-entry.js';
import { inTransaction } from '../connection/in-transaction.js';

/** What only the code that does the act knows of it. */
export type ActDetails = Partial<
  Pick<AuditEntry, 'actorId' | 'targetId' | 'organizationId' | 'directoryId' | 'outcome' | 'errorCode' | 'changes'>
>;

const running = new AsyncLocalStorage<AuditedAct>();

/** An act that is going on, and the entry that it becomes: in the transaction of the act itself, where that writes it. */
export class AuditedAct {
  private written = false;

  constructor(private entry: AuditEntry) {}

  /** The act that is going on and has no entry yet. */
  static unwritten(): AuditedAct | undefined {
    const act = running.getStore();
    return act?.isWritten === false ? act : undefined;
  }

  get isWritten(): boolean {
    return this.written;
  }

  /** What `work` and all that it calls find as the act that is going on. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return running.run(this, work);
  }

  note(details: ActDetails): void {
    this.entry = { ...this.entry, ...details };
  }

  async write(db: StatementRunner, details: ActDetails = {}): Promise<void> {
    this.written = true;
    await insertAuditEntry(db, { ...this.entry, ...details });
  }
}

/**
 * Writes the entry of the act that is going on, if one is, and once: what the act brings about later is no other act. To be called last in
 * the transaction of the act: other acts in the same organization wait from here until it commits.
 */
export async function writeAct(transaction: StatementRunner, details?: ActDetails): Promise<void> {
  await AuditedAct.unwritten()?.write(transaction, details);
}

/** A second entry, which says that the act was taken back. */
export async function takeBackAct(transaction: StatementRunner, details: ActDetails): Promise<void> {
  await running.getStore()?.write(transaction, { ...details, outcome: 'refused' });
}

/** For what an act needs and is no part of: the entry of the act stays unwritten. */
export function besideAct<T>(work: () => Promise<T>): Promise<T> {
  return running.exit(work);
}

/** For an act whose transaction is out of reach: its entry, which is written before the answer, says this as well. */
export function noteAct(details: ActDetails): void {
  running.getStore()?.note(details);
}

/**
 * The one statement of an act, with the entry of the act in its transaction. A statement that touches no row did nothing, and leaves the
 * entry to the caller. Outside of acts a plain statement.
 */
export async function queryAct<R extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[],
  details?: (row: R) => ActDetails,
): Promise<QueryResult<R>> {
  if (AuditedAct.unwritten() === undefined) return await pool.query<R>(text, values);
  return await inTransaction(pool, async (client) => {
    const result = await client.query<R>(text, values);
    if (result.rowCount !== 0) await writeAct(client, result.rows[0] && details?.(result.rows[0]));
    return result;
  });
}
