import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Pool } from 'pg';
import { assertServiceEnvironment, loadEnvironment, type ServiceEnvironment } from '#config';
import { createPool } from '#persistence';
import { configureQueueBackend } from '#queue';
import { createHttpAdapter, configureHttp } from '../../apps/api/src/server/http-adapter.js';
import { ProblemFilter } from '../../apps/api/src/server/problem.filter.js';
import { ScimModule } from '../../apps/api/src/scim/scim.module.js';
import { StorageModule } from '../../apps/api/src/storage.module.js';
import { createDatabase } from './database.js';
import { seedDirectory, type SeededDirectory } from './seed.js';

/** The SCIM half of the api. */
@Module({})
class ScimOnlyModule {
  static with(environment: ServiceEnvironment): DynamicModule {
    return {
      module: ScimOnlyModule,
      imports: [StorageModule.with(environment), ScimModule],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}

/** A directory and where its SCIM endpoint listens. */
export interface ServedDirectory extends SeededDirectory {
  /** The SCIM base URL, without a slash at its end. */
  base: string;
}

export interface ScimServer {
  url: string;
  databaseUrl: string;
  /** The test's own connections to the server's database. */
  pool: Pool;
  /** A new, empty directory. */
  directory(): Promise<ServedDirectory>;
  close(): Promise<void>;
}

/** Serves SCIM over real HTTP, on a free port and a database of its own. */
export async function startScimServer(): Promise<ScimServer> {
  const database = await createDatabase();
  const environment = loadEnvironment({
    PORT: '0',
    DATABASE_URL: database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  assertServiceEnvironment(environment);
  configureQueueBackend(environment);
  const app = await NestFactory.create<NestFastifyApplication>(
    ScimOnlyModule.with(environment),
    createHttpAdapter(environment, false),
    { logger: false, bodyParser: false, abortOnError: false },
  );
  configureHttp(app);
  await app.listen(environment.port, environment.host);
  const url = await app.getUrl();
  // What is served links to itself, and the port is known only now.
  environment.publicUrl = url;
  const pool = createPool(database.url, { max: 3, name: 'test' });
  return {
    url,
    databaseUrl: database.url,
    pool,
    directory: async () => {
      const seeded = await seedDirectory(pool);
      return { ...seeded, base: `${url}/directory/${seeded.directoryId}/scim/v2` };
    },
    close: async () => {
      await app.close();
      await pool.end();
      await database.drop();
    },
  };
}
