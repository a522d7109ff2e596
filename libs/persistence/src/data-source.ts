import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';
import { ENTITIES } from './entities/index.js';

/** TypeORM serves migrations and what people manage by hand; the hot path speaks prepared SQL (docs/decisions/0002). */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    synchronize: false,
    extra: { max: 4, application_name: 'rollcall-management' },
  });
}
