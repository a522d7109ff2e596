import { type Pool } from 'pg';
import { createPool } from './pool.js';

/** Claims and recordings of many lanes at once; each is one short statement. */
const CONNECTIONS = 6;

/**
 * The pool of the worker. Its statements are few and go from given keys to rows: each is planned once. Otherwise PostgreSQL compares the
 * cost of a plan for the values with the cost of one plan for all values, which says little where whole kinds of plans are off, and may
 * plan anew each time: 2 ms for a recording, and 5 ms for a claim as soon as a backlog has changed the statistics.
 */
export function createWorkerPool(url: string): Pool {
  return createPool(url, { max: CONNECTIONS, name: 'worker', settings: { plan_cache_mode: 'force_generic_plan' } });
}
