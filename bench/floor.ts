/**
 * The least a create can cost here: bare HTTP, no authentication, no validation, one prepared statement for state, event and
 * delivery. Measured in the same run as everything else, so that ratios hold on any machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Pool } from 'undici';
import { startEmbeddedServer } from '../apps/rollcall/src/postgres/embedded-server.js';
import { closedLoop } from './measure.js';

const CREATE = `WITH state AS (INSERT INTO floor_users VALUES ($1, $2)), event AS (INSERT INTO floor_events (body) VALUES ($2))
  INSERT INTO floor_deliveries (user_id) VALUES ($1)`;

async function serve(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-floor-'));
  chmodSync(directory, 0o755);
  const database = await startEmbeddedServer({ directory, password: 'floor', settings: { shared_buffers: '128MB' } });
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  await pool.query(`CREATE TABLE floor_users (id text PRIMARY KEY, body jsonb);
    CREATE TABLE floor_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
    CREATE TABLE floor_deliveries (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id text, state text DEFAULT 'pending')`);
  let next = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      pool.query({ name: 'create', text: CREATE, values: [String(next++), body] }).then(
        () => response.writeHead(201).end(body),
        () => response.writeHead(500).end(),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send!((server.address() as AddressInfo).port);
  await once(process, 'message');
  server.closeAllConnections();
  await pool.end();
  await database.stop();
  rmSync(directory, { recursive: true, force: true });
  process.exit();
}

/** Creates per second, one at a time and 25 at a time. */
export async function measureFloor(seconds: number): Promise<{ alone: number; together: number }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve']);
  const [port] = (await once(child, 'message')) as [number];
  const http = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 });
  const body = JSON.stringify({
    userName: 'floor@example.com',
    name: { givenName: 'Bench', familyName: 'Floor' },
    active: true,
  });
  const create = async () => (await http.request({ method: 'POST', path: '/', body })).body.text();
  const alone = await closedLoop(1, seconds, create);
  const together = await closedLoop(25, seconds, create);
  await http.close();
  child.send('stop');
  await once(child, 'exit');
  return { alone, together };
}

if (process.argv[2] === 'serve') await serve();
