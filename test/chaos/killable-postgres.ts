import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../../apps/rollcall/src/postgres/embedded-server.js';
import { freePort } from '../support/free-port.js';
import { runSql, until } from '../support/index.js';
import { SmallDisk } from './small-disk.js';

const DATABASE = 'rollcall';

/** A PostgreSQL that keeps its port and its data over crashes. Durable: a commit that was answered is on disk. */
export class KillablePostgres {
  readonly url: string;
  private server!: EmbeddedServer;
  private readonly password = randomBytes(16).toString('hex');
  private running = false;
  /** Opens a new connection where a crash took the last one. */
  private readonly pool: pg.Pool;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
    /** Where the data directory has a file system of its own. */
    readonly disk: SmallDisk | undefined,
  ) {
    this.url = `postgresql://postgres:${this.password}@127.0.0.1:${port}/${DATABASE}`;
    this.pool = new pg.Pool({ connectionString: this.url, max: 1 });
    this.pool.on('error', () => {});
  }

  static async start(options: { diskBytes?: number | undefined } = {}): Promise<KillablePostgres> {
    const directory = mkdtempSync(join(tmpdir(), 'rollcall-chaos-pg-'));
    chmodSync(directory, 0o755);
    const disk = options.diskBytes === undefined ? undefined : SmallDisk.mount(directory, options.diskBytes);
    const postgres = new KillablePostgres(directory, await freePort(), disk);
    await postgres.start();
    await runSql(Object.assign(new URL(postgres.url), { pathname: '/postgres' }).href, `CREATE DATABASE ${DATABASE}`);
    return postgres;
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** After a crash of the postmaster its children need a moment to notice: until then nobody may start on their data. */
  async start(): Promise<void> {
    this.server = await until(
      () =>
        startEmbeddedServer({
          directory: this.directory,
          password: this.password,
          settings: { port: String(this.port), max_connections: '200', jit: 'off', max_wal_size: '64MB' },
        }),
      60_000,
    );
    this.running = true;
    const { server } = this;
    void server.exited.then(() => {
      if (this.server === server) this.running = false;
    });
  }

  /** Fast shutdown: sessions are ended, what was committed is checkpointed. */
  async stop(): Promise<void> {
    await this.server.stop();
    await this.server.exited;
  }

  /** SIGKILL of the postmaster: the next start recovers from the write-ahead log. */
  async kill(): Promise<void> {
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.exited;
  }

  async query<Row extends pg.QueryResultRow>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(statement, parameters)).rows;
  }

  /** A session that holds a lock until it is ended. */
  async session(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'chaos' });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.server.stop();
    this.disk?.unmount();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
