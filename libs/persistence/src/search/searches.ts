import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { createPool } from '../connection/pool.js';
import { SearchAbandonedError, SearchTooLongError } from './search-errors.js';
import { NotFewError } from './user-lookup.js';
import { type Searcher, SEARCH_LIMITS, type SearchLimits, SearchRoom } from './search-room.js';

/** What an index answers takes milliseconds. */
const SEARCH_TIMEOUT_MS = 5_000;

/** A statement that began after its search was canceled is canceled as well. */
const CANCEL_AGAIN_MS = 100;

/** PostgreSQL's `query_canceled`: by its `statement_timeout`, or by us. */
const QUERY_CANCELED = '57014';

/**
 * Lists, searches and exports, on connections of their own: at most two of a directory at once, each statement for at most 5 s, canceled
 * in the database when the client goes away. Readiness, authentication, writes and deliveries have connections that no search can take.
 *
 * A lookup is no search: what a unique or nearly unique index answers (`findsFewUsers`, `findsFewGroups`) is what identity providers ask
 * before each write. A lookup waits behind no search, and belongs to the pool of the writes, as long as it looks at few rows.
 */
export class Searches {
  private readonly room: SearchRoom;

  /**
   * @param pool of searches alone, with as many connections as the room has places
   * @param other a pool to cancel over
   */
  constructor(
    private readonly pool: Pool,
    private readonly other: Pick<Pool, 'query'>,
    limits: SearchLimits = SEARCH_LIMITS,
  ) {
    this.room = new SearchRoom(limits);
  }

  /** @throws SearchBusyError, SearchTooLongError, SearchAbandonedError */
  async run<T>(searcher: Searcher, search: (client: PoolClient) => Promise<T>): Promise<T> {
    const leave = await this.room.enter(searcher);
    try {
      return await this.onConnection(searcher.gone, search);
    } finally {
      leave();
    }
  }

  /**
   * A lookup, on a connection of the writes, which looks at few rows. Where it leads to too many, it is a search: asked again as one.
   * @param read without a connection: looks at few rows, and throws NotFewError where that is not enough
   */
  async lookUp<T>(searcher: Searcher, read: (client?: PoolClient) => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof NotFewError)) throw error;
    }
    return await this.run(searcher, read);
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private async onConnection<T>(gone: AbortSignal | undefined, search: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    let over = false;
    const cancel = async (): Promise<void> => {
      while (!over) {
        await this.cancel(client);
        if (!over) await sleep(CANCEL_AGAIN_MS);
      }
    };
    const abandon = (): void => {
      // A cancel that comes late would hit the next search on the same connection.
      broken = new SearchAbandonedError();
      void cancel();
    };
    gone?.addEventListener('abort', abandon, { once: true });
    try {
      if (gone?.aborted) throw new SearchAbandonedError();
      return await search(client);
    } catch (error) {
      // What PostgreSQL refuses leaves its connection as good as before.
      if (error instanceof DatabaseError) await this.ended(client);
      else broken ??= error as Error;
      if (gone?.aborted) throw new SearchAbandonedError();
      if ((error as { code?: unknown }).code === QUERY_CANCELED)
        throw new SearchTooLongError(SEARCH_TIMEOUT_MS / 1_000);
      throw error;
    } finally {
      over = true;
      gone?.removeEventListener('abort', abandon);
      client.release(broken);
    }
  }

  /**
   * Resolves when the database is done with a search that failed. PostgreSQL tells the error before it ends the statement and its
   * transaction, and the place of the search is for the next one only afterwards.
   */
  private async ended(client: PoolClient): Promise<void> {
    await client.query('').catch(() => undefined);
  }

  /** Where this fails, `statement_timeout` ends the search. */
  private async cancel(client: PoolClient): Promise<void> {
    const { processID } = client as PoolClient & { processID: number };
    await this.other.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => undefined);
  }
}

/** The pool of `Searches`. */
export function createSearchPool(url: string): Pool {
  return createPool(url, {
    max: SEARCH_LIMITS.perProcess,
    name: 'search',
    // A search takes one processor, not all of them: writes have the others.
    settings: { statement_timeout: SEARCH_TIMEOUT_MS, max_parallel_workers_per_gather: 0 },
  });
}
