import { type PoolClient } from 'pg';
import { type DataSource, type EntityManager } from 'typeorm';

/**
 * Entities read on a connection that is ours: a list over TypeORM is a search like others, with the same places, time and end. TypeORM's own
 * connections are few, and every request that names an organization or a directory needs one for a moment.
 */
export function managerOn(source: DataSource, client: PoolClient): EntityManager {
  const runner = source.createQueryRunner();
  // What `connect` of the runner answers with where it has one already; given back by whoever has it.
  Object.assign(runner, { databaseConnection: client });
  return source.createEntityManager(runner);
}
