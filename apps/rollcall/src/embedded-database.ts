import pg from 'pg';
import { startEmbeddedServer, type EmbeddedServer } from './postgres/embedded-server.js';
import type { GeneratedSecrets } from './generated-secrets.js';

const DATABASE = 'rollcall';

const SETTINGS: Record<string, string> = {
  // The pools of both apps and of the queues, with room for somebody's psql.
  max_connections: '200',
  shared_buffers: '256MB',
  // Every statement is short: compiling one takes longer than running it.
  jit: 'off',
  random_page_cost: '1.1',
  wal_compression: 'on',
  max_wal_size: '2GB',
  // Statements and details carry personal data, which has no place in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Starts the database server of embedded mode and creates Rollcall's database in it. `url` is that database's. */
export async function startEmbeddedDatabase(
  directory: string,
  { databasePassword }: GeneratedSecrets,
  onProgress: (line: string) => void,
): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ directory, password: databasePassword, settings: SETTINGS, onProgress });
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    await client.end();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, url: Object.assign(new URL(server.url), { pathname: `/${DATABASE}` }).href };
}
