import pg from 'pg';

const { INT8, TIMESTAMPTZ } = pg.types.builtins;
const parseInstant = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** Ours alone: pg's own table of parsers is shared with TypeORM and BullMQ. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    // Sequences and counters stay far below 2^53; a string for every bigint would be a trap at each comparison.
    if (oid === (INT8 as number)) return Number;
    // Times are RFC 3339 wherever they go from here (contract section 3).
    if (oid === (TIMESTAMPTZ as number)) return (text: string) => parseInstant(text).toISOString();
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Our statements look rows up by index, in sets of at most some thousand: a join by hash or merge would read the whole table. */
const LOOK_UP = '-c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off';

/**
 * A prepared statement keeps the plan that fitted when it was made, perhaps while a table was new. Our statements go from given keys to
 * rows, so that a stale plan is not a bad one; this bounds how stale it gets. A fresh connection takes up to 30 ms, of log-in and of
 * planning: with 500 uses it was what the slowest one in a hundred requests waited for.
 */
const PLANS_LAST_USES = 10_000;
/** After a burst: the next one would wait for the log-in of each connection again. */
const KEEP_IDLE_MS = 300_000;

/**
 * The pool of the hot path: prepared statements by name.
 * Time-outs bound what a stuck client can hold up: the event feed serves only what is older than the oldest running transaction.
 */
export function createPool(url: string, options: { max: number; name: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: options.max,
    maxUses: PLANS_LAST_USES,
    idleTimeoutMillis: KEEP_IDLE_MS,
    options: LOOK_UP,
    application_name: `rollcall-${options.name}`,
    statement_timeout: 60_000,
    lock_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Statements go out without waiting for the answers to those before.
    pipeline: true,
  });
  // A connection that breaks (server restart) is replaced on the next use; unhandled, it would end the process: the pool reports idle
  // ones, a client itself what happens to it between two statements of a transaction.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
