import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { loadEnvironment } from '#config';
import { createPool } from '#persistence';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { createDatabase, type TestDatabase } from './database.js';
import { Receiver } from './receiver.js';
import { CLEAR, seedSigningEndpoint, type SeededEndpoint } from './seed-deliveries.js';

export interface AttemptRow {
  number: number;
  outcome: string;
  status: number | null;
  error: string | null;
  response_body: string | null;
}

/** A database, workers on it, receivers: what a test of deliveries needs, closed with one call. */
export class DeliveryRig {
  private readonly key = randomBytes(32);
  private readonly workers: RunningWorker[] = [];
  private readonly receivers: Receiver[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: Pool,
  ) {}

  static async create(): Promise<DeliveryRig> {
    const database = await createDatabase();
    return new DeliveryRig(database, createPool(database.url, { max: 3, name: 'test' }));
  }

  /** Without jitter, and with receivers on loopback allowed. */
  async startWorker(variables: NodeJS.ProcessEnv = {}): Promise<RunningWorker> {
    const environment = loadEnvironment({
      DATABASE_URL: this.database.url,
      ROLLCALL_ENCRYPTION_KEY: this.key.toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_JITTER: '0',
      ...variables,
    });
    const worker = await startWorker(environment, { logger: false });
    this.workers.push(worker);
    return worker;
  }

  async receiver(port?: number): Promise<Receiver> {
    const receiver = await Receiver.start(port);
    this.receivers.push(receiver);
    return receiver;
  }

  endpoint(url: string, more?: Parameters<typeof seedSigningEndpoint>[3]): Promise<SeededEndpoint> {
    return seedSigningEndpoint(this.pool, this.key, url, more);
  }

  async delivery(id: string): Promise<Record<string, unknown>> {
    const { rows } = await this.pool.query<Record<string, unknown>>('SELECT * FROM all_deliveries WHERE id = $1', [id]);
    return rows[0]!;
  }

  async attempts(id: string): Promise<AttemptRow[]> {
    const text =
      'SELECT number, outcome, status, error, response_body FROM attempts WHERE delivery_id = $1 ORDER BY number';
    return (await this.pool.query<AttemptRow>(text, [id])).rows;
  }

  /** How many deliveries there are in each state. */
  async states(): Promise<Record<string, number>> {
    const { rows } = await this.pool.query<{ state: string; count: number }>(
      'SELECT state, count(*) AS count FROM all_deliveries GROUP BY state',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** Between two tests: no workers, no receivers, no endpoints. */
  async clear(): Promise<void> {
    await Promise.all(this.receivers.splice(0).map((receiver) => receiver.close()));
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
    await this.pool.query(CLEAR);
  }

  async close(): Promise<void> {
    await this.clear();
    await this.pool.end();
    await this.database.drop();
  }
}
