import pg from 'pg';
import { IN_TURN, session, type Settings, WatchedClient } from '#postgres';

const { INT8, TIMESTAMPTZ } = pg.types.builtins;
const parseInstant = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

/** Ours alone: pg's own table of parsers is shared with TypeORM and BullMQ. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    // Sequences and counters stay far below 2^53; a string for every bigint would be a trap at each comparison.
    if (oid === (INT8 as number)) return Number;
    // Times are RFC 3339 wherever they go from here.
    if (oid === (TIMESTAMPTZ as number)) return (text: string) => parseInstant(text).toISOString();
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Our statements look rows up by index, in sets of at most some thousand: a join by hash or merge would read the whole table. */
const LOOK_UP = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_seqscan: 'off' };

/**
 * A prepared statement keeps the plan that fitted when it was made, perhaps while a table was new. Our statements go from given keys to
 * rows, so that a stale plan is not a bad one; this bounds how stale it gets. A fresh connection takes up to 30 ms, of log-in and of
 * planning: with 500 uses it was what the slowest one in a hundred requests waited for.
 */
const PLANS_LAST_USES = 10_000;
/** After a burst: the next one would wait for the log-in of each connection again. */
const KEEP_IDLE_MS = 300_000;

/** The pool of the hot path: prepared statements by name. `settings` of the sessions come on top of those of every pool. */
export function createPool(url: string, options: { max: number; name: string; settings?: Settings }): pg.Pool {
  const pool = new pg.Pool({
    ...session(url, options.name, { ...LOOK_UP, ...IN_TURN, ...options.settings }),
    // A connection that breaks (server restart, silence) is replaced on the next use.
    Client: WatchedClient,
    types,
    max: options.max,
    maxUses: PLANS_LAST_USES,
    idleTimeoutMillis: KEEP_IDLE_MS,
    // Statements go out without waiting for the answers to those before.
    pipeline: true,
  });
  // Unhandled, the error of an idle connection would end the process. `WatchedClient` tells of it.
  pool.on('error', () => {});
  return pool;
}
