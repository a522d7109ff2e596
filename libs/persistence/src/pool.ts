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
 * A prepared statement keeps the plan that fitted when it was made. Made while a table was new, it may prefer an index that reads
 * every user of the directory (there were two), until the first ANALYZE: creating users fell from 1,400/s to 250/s within 20,000.
 * A fresh connection plans by the table's size of now; this bounds how stale a plan gets, at some 5 ms per 500 transactions.
 */
const PLANS_LAST_USES = 500;

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
