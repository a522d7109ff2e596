import { type Pool } from 'pg';
import {
  ClientAssertions,
  DashboardSessions,
  FailedGuesses,
  IdempotencyStore,
  InboxStore,
  PortalLinks,
  ScimRequestLog,
} from '#persistence';

/** Rows that the api keeps only for a while. */
interface Expiring {
  removeExpired(): Promise<void>;
}

/** Removes what the api keeps only for a while. Any number of workers may do so at once. */
export class ExpiredRecords {
  private readonly stores: readonly Expiring[];

  constructor(pool: Pool) {
    this.stores = [
      new IdempotencyStore(pool),
      new ScimRequestLog(pool),
      new PortalLinks(pool),
      new DashboardSessions(pool),
      new InboxStore(pool),
      new FailedGuesses(pool),
      new ClientAssertions(pool),
    ];
  }

  /** Those of one store stay where they cannot be removed, and keep no others from going. @throws the first failure */
  async remove(): Promise<void> {
    const failures: unknown[] = [];
    for (const store of this.stores) await store.removeExpired().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
