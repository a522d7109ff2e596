import { type BatchWrites, type Departure, type WriteSet } from '#directory';
import { type DirectoryQueries } from './directory-queries.js';
import { corkUntilNextTick } from '../connection/cork-until-next-tick.js';
import { writeStatement } from './write-statement.js';

/** Writes what a batch of changes has collected. */
export class PostgresBatchWrites implements BatchWrites {
  /** Rejects with the first write that failed. */
  written: Promise<void> = Promise.resolve();

  constructor(private readonly queries: DirectoryQueries) {}

  /** Sent, not awaited: what comes next on the connection waits for it, and fails with it. */
  enqueue(set: WriteSet): void {
    // With COMMIT, where this is the last one.
    corkUntilNextTick(this.queries.client);
    const write = this.queries.client.query(writeStatement(this.queries.directoryId, set));
    this.written = Promise.all([this.written, write]).then(() => {});
    // The commit awaits it.
    this.written.catch(() => {});
  }

  async setDepartures(departures: Departure[]): Promise<void> {
    const sql = `
      WITH given AS (SELECT * FROM json_to_recordset($2::json) AS (user_id text, at timestamptz, unread boolean)),
      gone AS (DELETE FROM departures d USING given g WHERE d.user_id = g.user_id AND g.at IS NULL AND NOT g.unread)
      -- Without a time: the date could not be read, and nobody leaves by it.
      INSERT INTO departures (directory_id, user_id, at) SELECT $1, user_id, at FROM given WHERE at IS NOT NULL OR unread
      ON CONFLICT (user_id) DO UPDATE SET at = EXCLUDED.at`;
    // The last word on each: a user may have changed more than once in a batch.
    const last = new Map(
      departures.map(({ userId, at, isUnread }) => [userId, { user_id: userId, at, unread: isUnread }]),
    );
    await this.queries.run('departures-set', sql, [JSON.stringify([...last.values()])]);
  }
}
