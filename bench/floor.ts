/**
 * The least that the product's work can cost here, by minimal programs: no authentication, no validation, no order, no retries. Measured in
 * turns with the product, so that ratios hold on any machine.
 */
import { type ChildProcess, fork } from 'node:child_process';
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

const SCHEMA = `CREATE TABLE floor_users (id text PRIMARY KEY, body jsonb);
  CREATE TABLE floor_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
  CREATE TABLE floor_deliveries (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id text, state text DEFAULT 'pending', body text);
  CREATE INDEX floor_due ON floor_deliveries (id) WHERE state = 'pending'`;
const CREATE = `WITH state AS (INSERT INTO floor_users VALUES ($1, $2)), event AS (INSERT INTO floor_events (body) VALUES ($2))
  INSERT INTO floor_deliveries (user_id, state) VALUES ($1, 'none')`;
const SEED = `INSERT INTO floor_deliveries (user_id, body)
  SELECT n, json_build_object('data', json_build_object('id', 'floor' || n), 'text', repeat('x', 1000)) FROM generate_series(1, $1::int) AS n`;
const CLAIM = `UPDATE floor_deliveries SET state = 'sending' WHERE id IN (
  SELECT id FROM floor_deliveries WHERE state = 'pending' ORDER BY id LIMIT 256 FOR UPDATE SKIP LOCKED) RETURNING id, body`;
const RECORD = `UPDATE floor_deliveries SET state = 'delivered' WHERE id = ANY ($1)`;
const IN_FLIGHT = 32;

/** Creates over HTTP with one prepared statement each; deliveries from batches that are claimed and recorded with one statement each. */
export class Floor {
  private readonly http: Pool;

  private constructor(
    private readonly child: ChildProcess,
    port: number,
  ) {
    this.http = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 });
  }

  static async start(): Promise<Floor> {
    const child = fork(fileURLToPath(import.meta.url), ['serve']);
    const [port] = (await once(child, 'message')) as [number];
    return new Floor(child, port);
  }

  async create(): Promise<void> {
    const body = JSON.stringify({
      userName: 'floor@example.com',
      name: { givenName: 'Bench', familyName: 'Floor' },
      active: true,
    });
    const response = await this.http.request({ method: 'POST', path: '/', body });
    await response.body.text();
  }

  /** Delivers that many events of a kilobyte. @returns deliveries per second */
  async deliver(url: string, count: number): Promise<number> {
    const path = `/deliver?count=${count}&url=${encodeURIComponent(url)}`;
    const { body } = await this.http.request({ method: 'POST', path, headersTimeout: 0, bodyTimeout: 0 });
    return Number(await body.text());
  }

  async stop(): Promise<void> {
    await this.http.close();
    this.child.send('stop');
    await once(this.child, 'exit');
  }
}

async function serve(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-floor-'));
  chmodSync(directory, 0o755);
  const database = await startEmbeddedServer({ directory, password: 'floor', settings: { shared_buffers: '256MB' } });
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  await pool.query(SCHEMA);
  let next = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://floor');
      const work =
        pathname === '/deliver'
          ? deliver(pool, searchParams.get('url')!, Number(searchParams.get('count'))).then(String)
          : pool.query({ name: 'create', text: CREATE, values: [String(next++), body] }).then(() => body);
      work.then(
        (answer) => response.writeHead(201).end(answer),
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

async function deliver(pool: pg.Pool, url: string, count: number): Promise<number> {
  await pool.query(SEED, [count]);
  await pool.query('ANALYZE floor_deliveries');
  const sink = new Pool(new URL(url).origin, { connections: IN_FLIGHT, pipelining: 1 });
  const headers = { 'content-type': 'application/json' };
  const start = performance.now();
  for (;;) {
    const { rows } = await pool.query<{ id: string; body: string }>({ name: 'claim', text: CLAIM });
    if (rows.length === 0) break;
    let index = 0;
    const loop = async () => {
      while (index < rows.length) {
        const { body } = rows[index++]!;
        const response = await sink.request({ method: 'POST', path: '/', headers, body });
        await response.body.dump();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, loop));
    await pool.query({ name: 'record', text: RECORD, values: [rows.map(({ id }) => id)] });
  }
  const perSecond = (count * 1_000) / (performance.now() - start);
  await sink.close();
  return perSecond;
}

if (process.argv[2] === 'serve') await serve();
