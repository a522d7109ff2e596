import { DataSource } from 'typeorm';
import { IN_TURN, session, WatchedClient } from '#postgres';
import { MIGRATIONS } from '../migrations/index.js';
import { ENTITIES } from '../entities/index.js';

/**
 * What people manage by hand, through TypeORM; the hot path speaks prepared SQL (docs/decisions/0002). Its transactions take locks that
 * changes of directories wait for: they end in the same time, whatever becomes of the client.
 */
export function createDataSource(url: string): DataSource {
  return dataSource(session(url, 'management', IN_TURN), { max: 2, Client: WatchedClient });
}

/** Migrations take as long as the data makes them. */
export function createMigrationSource(url: string): DataSource {
  return dataSource(session(url, 'migrate'), { max: 2 });
}

function dataSource({ connectionString, ...connection }: ReturnType<typeof session>, extra: object): DataSource {
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    synchronize: false,
    extra: { ...connection, ...extra },
  });
}
