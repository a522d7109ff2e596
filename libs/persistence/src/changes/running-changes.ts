import { setTimeout as sleep } from 'node:timers/promises';
import { type Pool } from 'pg';
import { DIRECTORY_LOCKS, lockKey } from './directory-transactions.js';
import { OPERATIONAL_LOCK } from '../connection/operational-lock.js';

/** Changes end within milliseconds; a large one takes seconds. */
const FIRST_LOOK_MS = 2;
const LONGEST_PAUSE_MS = 100;

/** The changes to wait for: those of one directory, of all directories of an organization, or all. */
export interface ChangeScope {
  organizationId: string | null;
  directoryId: string | null;
}

// A lock by one bigint is shown in two halves; pg_locks shows the locks of every database. Whoever waits for a lock has seen nothing yet.
const GRANTED = `FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock' AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
const KEY = '(l.classid::bigint << 32) + l.objid::bigint';

/**
 * Waits until every change is over that may have looked for its endpoints before now. Nothing waits for the one who waits: no lock is taken.
 *
 * A change takes the lock of its directory first and reads the endpoints afterwards, with a newer snapshot; it holds the lock until its
 * commit can be seen. So a change that read the endpoints before an edit was committed either is over by the time of the look that
 * follows the commit, or is seen in it, as the holder of its lock. The announcement of operational events does the same with a lock of its own.
 *
 * @returns false where one of them is still running after `patienceMs`
 */
export async function changesAreOver(pool: Pool, scopes: ChangeScope[], patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  let running = await runningIn(pool, await keysOf(pool, scopes));
  for (let pause = FIRST_LOOK_MS; running.length > 0; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (performance.now() >= deadline) return false;
    await sleep(pause);
    running = await stillRunning(pool, running);
  }
  return true;
}

/** Undefined: those of every directory. */
async function keysOf(pool: Pool, scopes: ChangeScope[]): Promise<string[] | undefined> {
  if (scopes.some(({ organizationId, directoryId }) => organizationId === null && directoryId === null))
    return undefined;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT d.id FROM json_to_recordset($1::json) AS s ("organizationId" text, "directoryId" text)
      CROSS JOIN LATERAL (
        SELECT id FROM directories WHERE id = s."directoryId"
        UNION ALL SELECT id FROM directories WHERE s."directoryId" IS NULL AND organization_id = s."organizationId") d`,
    [JSON.stringify(scopes)],
  );
  return rows.map(({ id }) => lockKey(id));
}

/** The transactions, by the name that PostgreSQL gives to each for as long as it runs. */
async function runningIn(pool: Pool, keys: string[] | undefined): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT l.virtualtransaction AS id ${GRANTED} AND (${KEY} = $1::bigint
      OR CASE WHEN $2::bigint[] IS NULL THEN ${KEY} >= $3::bigint AND ${KEY} < $4::bigint ELSE ${KEY} = ANY ($2) END)`,
    [OPERATIONAL_LOCK, keys ?? null, DIRECTORY_LOCKS.first.toString(), DIRECTORY_LOCKS.end.toString()],
  );
  return rows.map(({ id }) => id);
}

async function stillRunning(pool: Pool, transactions: string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT l.virtualtransaction AS id ${GRANTED} AND l.virtualtransaction = ANY ($1)`,
    [transactions],
  );
  return rows.map(({ id }) => id);
}
