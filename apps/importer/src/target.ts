import { type Pool } from 'pg';
import { type ServiceEnvironment } from '#config';
import { DirectoryChanges, DirectoryError, type ImportChange, type ImportResult } from '#directory';
import { createPool, ImportStore, PostgresDirectoryTransactions, SecretCipher } from '#persistence';

const NOBODY_RINGS = { ring: () => {}, announce: () => {} };

/** What became of a change: what it stored, or why it stored nothing. */
export type Arrival = ImportResult | { refused: string };

/** The broker that is filled. */
export class ImportTarget {
  readonly store: ImportStore;
  readonly cipher: SecretCipher;
  private readonly pool: Pool;
  private readonly changes: DirectoryChanges;

  constructor(readonly environment: ServiceEnvironment) {
    this.pool = createPool(environment.databaseUrl, { max: 2, name: 'import' });
    this.store = new ImportStore(this.pool, environment.region);
    this.cipher = new SecretCipher(environment.encryptionKey, environment.previousEncryptionKey);
    // Nothing is announced, so there is nobody to wake.
    this.changes = new DirectoryChanges(new PostgresDirectoryTransactions(this.pool), NOBODY_RINGS);
  }

  /** A page in one transaction; where the database refuses the whole, each record for itself. */
  async write(directoryId: string, changes: ImportChange[]): Promise<Arrival[]> {
    if (changes.length === 0) return [];
    try {
      const results = await this.changes.apply(directoryId, changes);
      return results.map((result) => {
        if (result.status === 'fulfilled') return result.value;
        return { refused: (result.reason as DirectoryError).message };
      });
    } catch (error) {
      if (error instanceof DirectoryError) return changes.map(() => ({ refused: error.message }));
      if (!isRefusal(error)) throw error;
      if (changes.length === 1) return [{ refused: wordsFor(error) }];
      const arrivals: Arrival[] = [];
      for (const change of changes) arrivals.push(...(await this.write(directoryId, [change])));
      return arrivals;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Data (class 22) and integrity (class 23); anything else is no fault of the record. */
function isRefusal(error: unknown): error is Error {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23]/.test(code);
}

function wordsFor(error: Error & { constraint?: string }): string {
  // Those of this directory are known before: it is somebody else's.
  if (/^(?:users|groups)_pkey$/.test(error.constraint ?? '')) return 'this id belongs to another directory here';
  return `the database refuses it: ${error.message}`;
}
