import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPLICATION_ROLE } from '#config';
import { admitApplicationRole, migrate } from '#persistence';
import { migrateQueue } from '#queue';
import { startEmbeddedServer } from '../../apps/rollcall/src/postgres/embedded-server.js';
import { redisInstalled, startRedis } from './redis-server.js';
import { runSql } from './run-sql.js';
import type { Services } from './services.js';
import { startStockPostgres, stockPostgres } from './stock-postgres.js';

export interface RunningServices {
  services: Services;
  stop(): Promise<void>;
}

/** A PostgreSQL with a template that has the schema, and a Redis where one is installed. */
export async function startServices(): Promise<RunningServices> {
  const token = randomUUID();
  const stock = process.env['ROLLCALL_TEST_SERVERS'] === 'stock';
  const server = stock ? await stockServer(token) : await embeddedServer(token);
  const template = 'rollcall_template';
  await runSql(server.url, `CREATE DATABASE ${template}`);
  const templateUrl = Object.assign(new URL(server.url), { pathname: `/${template}` }).href;
  await migrate(templateUrl);
  await migrateQueue(templateUrl);
  const application = { username: APPLICATION_ROLE, password: randomBytes(16).toString('hex') };
  await admitApplicationRole(templateUrl, application.username, application.password);

  const redis = redisInstalled() ? await startRedis() : undefined;
  if (redis === undefined) {
    if (process.env['CI'] === 'true') throw new Error('CI=true needs redis-server, which is not installed');
    console.log('redis-server is not installed: tests on Redis are skipped');
  }
  return {
    services: { adminUrl: server.url, application, token, template, redisUrl: redis?.url },
    stop: async () => {
      await Promise.all([server.stop(), redis?.stop()]);
    },
  };
}

async function embeddedServer(token: string): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedServer({
    directory,
    password: randomBytes(16).toString('hex'),
    // A test database is thrown away: nothing of it has to survive a power cut. As many connections as a server has that nobody has set up.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '100',
      shared_buffers: '128MB',
      'rollcall.test_run': token,
    },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A server with nothing but its own defaults, durable writes included. */
async function stockServer(token: string): Promise<{ url: string; stop(): Promise<void> }> {
  const bin = stockPostgres();
  if (bin === undefined) {
    throw new Error(
      'ROLLCALL_TEST_SERVERS=stock needs a PostgreSQL: install the package `postgresql`, or set ROLLCALL_TEST_POSTGRES to its bin directory',
    );
  }
  const server = await startStockPostgres(bin, { 'rollcall.test_run': token });
  console.log(`on PostgreSQL ${server.version} of ${bin}, with its default configuration`);
  return server;
}
