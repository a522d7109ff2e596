import { AsyncLocalStorage } from 'node:async_hooks';
import { type AuditEntry, insertAuditEntry, type StatementRunner } from './audit-entry.js';

/** What only the code that does the act knows of it. */
export type ActDetails = Partial<
  Pick<AuditEntry, 'targetId' | 'organizationId' | 'directoryId' | 'outcome' | 'errorCode' | 'changes'>
>;

const running = new AsyncLocalStorage<AuditedAct>();

/** An act that is going on, and the entry that it becomes: in the transaction of the act itself, where that writes it. */
export class AuditedAct {
  private written = false;

  constructor(private entry: AuditEntry) {}

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
    await insertAuditEntry(db, { ...this.entry, ...details });
    this.written = true;
  }
}

/**
 * Writes the entry of the act that is going on, if one is. To be called last in the transaction of the act: other acts in the same
 * organization wait from here until it commits.
 */
export async function writeAct(transaction: StatementRunner, details?: ActDetails): Promise<void> {
  await running.getStore()?.write(transaction, details);
}

/** For an act whose transaction is out of reach: its entry, which is written before the answer, says this as well. */
export function noteAct(details: ActDetails): void {
  running.getStore()?.note(details);
}
