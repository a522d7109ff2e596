import { setMaxListeners } from 'node:events';
import { type Pool } from 'pg';
import { type Admission, type Connector, Reconciler, type SyncWork } from '#connectors';
import { DirectoryChanges, newId } from '#directory';
import {
  createPool,
  PostgresDirectoryTransactions,
  PostgresSyncStore,
  type StoredConnection,
  SyncHistory,
  SyncQueue,
  type SyncView,
} from '#persistence';
import { SyncPass } from '../../apps/worker/src/sync/sync-pass.js';
import { createDatabase, type TestDatabase, until } from '../support/index.js';

interface Worker {
  pass: SyncPass;
  queue: MortalQueue;
}

/** The queue as one worker sees it. Once the worker is dead, it hears of nothing, and none of its statements reaches the queue. */
class MortalQueue implements Pick<SyncQueue, 'schedule' | 'endStranded' | 'claim' | 'renew' | 'release'> {
  private isDead = false;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly queue: SyncQueue,
    private readonly never: () => Promise<never>,
  ) {}

  readonly schedule = (limit: number) => this.unlessDead(() => this.queue.schedule(limit));
  readonly endStranded = () => this.unlessDead(() => this.queue.endStranded());
  readonly claim = () => this.unlessDead(() => this.queue.claim());
  readonly renew = (work: SyncWork) => this.unlessDead(() => this.queue.renew(work));
  readonly release = (work: SyncWork, afterMs: number) => this.unlessDead(() => this.queue.release(work, afterMs));

  /** Resolves when nothing of the worker is under way any more. */
  async die(): Promise<void> {
    this.isDead = true;
    await Promise.allSettled(this.underWay);
  }

  private async unlessDead<T>(statement: () => Promise<T>): Promise<T> {
    if (this.isDead) return await this.never();
    const done = statement();
    this.underWay.add(done);
    const answer = await done.finally(() => this.underWay.delete(done));
    return this.isDead ? await this.never() : answer;
  }
}

/** A pulled directory whose source the test holds in its hands, and as many workers as the test starts. */
export class SyncScene {
  directory = '';
  /** What the next worker connects to. */
  connect: (connection: StoredConnection) => Connector = () => {
    throw new Error('no source');
  };
  /** Awaited before each change of the directory by a worker that was started from now on. */
  beforeChange: (number: number) => Promise<void> = () => Promise.resolve();
  /** Whom the application lets in; everybody by default. */
  admission: Admission | undefined;
  readonly queue: SyncQueue;
  readonly history: SyncHistory;
  private passes: Worker[] = [];
  private silent: Worker[] = [];
  private freeze = new AbortController();

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: Pool,
  ) {
    this.queue = new SyncQueue(pool);
    this.history = new SyncHistory(pool);
  }

  static async start(): Promise<SyncScene> {
    const database = await createDatabase();
    const pool = createPool(database.url, { max: 6, name: 'test' });
    await pool.query(`INSERT INTO organizations (id, display_name, region_code) VALUES ('org_1', 'Acme', 'us')`);
    return new SyncScene(database, pool);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
  }

  /** A directory of its own for the next test. */
  async begin(provider = 'GOOGLE', organizationId = 'org_1'): Promise<void> {
    this.directory = newId('dir');
    this.beforeChange = () => Promise.resolve();
    this.admission = undefined;
    await this.pool.query(
      `WITH d AS (INSERT INTO directories (id, organization_id, directory_type, directory_provider) VALUES ($1, $3, 'POLL', $2)),
        c AS (INSERT INTO directory_counters (directory_id) VALUES ($1))
        INSERT INTO connections (directory_id, notification_token) VALUES ($1, 'token')`,
      [this.directory, provider, organizationId],
    );
  }

  async end(): Promise<void> {
    await this.stop();
    await this.pool.query('UPDATE directories SET deleted_at = now() WHERE id = $1', [this.directory]);
  }

  async stop(): Promise<void> {
    this.freeze.abort(new Error('killed'));
    this.freeze = new AbortController();
    await Promise.all([...this.passes.splice(0), ...this.silent.splice(0)].map(({ pass }) => pass.stop()));
  }

  /** What a killed process waits for: comes to nothing, and ends with the test. */
  never(signal = this.freeze.signal): Promise<never> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    setMaxListeners(0, signal);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }

  store(): PostgresSyncStore {
    return new PostgresSyncStore(this.pool);
  }

  worker(): void {
    const { beforeChange, connect } = this;
    const { signal } = this.freeze;
    const changes = new DirectoryChanges(new PostgresDirectoryTransactions(this.pool), { ring() {}, announce() {} });
    let number = 0;
    const writer = {
      submit: (async (directoryId, change) => {
        number += 1;
        await beforeChange(number);
        return await changes.submit(directoryId, change);
      }) as DirectoryChanges['submit'],
    };
    const queue = new MortalQueue(this.queue, () => this.never(signal));
    const pass = new SyncPass({
      queue,
      connections: { find: (directoryId) => this.connection(directoryId) },
      connect: (connection) => connect(connection),
      reconciler: new Reconciler(this.store(), writer, this.admission),
      onError: () => {},
    });
    this.passes.push({ pass, queue });
    pass.start();
  }

  /** As if the process of the only worker had been killed: nobody renews its lease, and it looks for no other sync. */
  async fallSilent(id: string): Promise<void> {
    await Promise.all(this.passes.map(({ queue }) => queue.die()));
    await this.pool.query(`UPDATE syncs SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    this.silent.push(...this.passes.splice(0));
  }

  async ask(trigger: 'manual' | 'schedule' = 'manual'): Promise<string> {
    if (this.passes.length === 0) this.worker();
    const { id } = await this.queue.ask(this.directory, trigger);
    this.wake();
    return id;
  }

  wake(): void {
    for (const { pass } of this.passes) pass.wake();
  }

  async sync(trigger: 'manual' | 'schedule' = 'manual'): Promise<SyncView> {
    return await this.over(await this.ask(trigger));
  }

  async find(id: string): Promise<SyncView> {
    return (await this.history.find(this.directory, id))!;
  }

  over(id: string): Promise<SyncView> {
    this.wake();
    return until(async () => {
      const sync = await this.find(id);
      if (sync.state === 'queued' || sync.state === 'running') throw new Error(`${sync.state} ${sync.progress.phase}`);
      return sync;
    }, 30_000);
  }

  async connection(directoryId = this.directory): Promise<StoredConnection> {
    const { rows } = await this.pool.query<{ mark: string | null; fullAt: string | null }>(
      `SELECT mark, full_at AS "fullAt" FROM connections WHERE directory_id = $1`,
      [directoryId],
    );
    return { directoryId, ...rows[0] } as StoredConnection;
  }

  /** Active people of the directory, by external id. */
  async present(): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      'SELECT external_id AS id FROM users WHERE directory_id = $1 AND active ORDER BY 1',
      [this.directory],
    );
    return rows.map(({ id }) => id);
  }

  async membersOf(group: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT u.external_id AS id FROM group_members m JOIN users u ON u.id = m.user_id JOIN groups g ON g.id = m.group_id
        WHERE g.directory_id = $1 AND g.external_id = $2 ORDER BY 1`,
      [this.directory, group],
    );
    return rows.map(({ id }) => id);
  }

  async change(set: string): Promise<void> {
    await this.pool.query(`UPDATE directories SET ${set} WHERE id = $1`, [this.directory]);
  }
}
