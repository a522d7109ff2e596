import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { freePort } from '../support/free-port.js';
import { PartProcess } from '../chaos/part-process.js';
import { createDatabase } from '../support/database.js';

async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}

/** Whoever asks knows that the certificate is that of the tests. */
const statusOverTls = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode!));
    }).once('error', reject);
  });

/** What an attack did to the api. */
export interface Damage {
  /** The slowest answer of `GET /health/live` during the attack, in milliseconds. */
  slowestHealthMs: number;
  /** How much the process grew, in MiB. */
  grownMiB: number;
}

/** The api of the built product in a process of its own, under attack. */
export class Victim {
  private constructor(
    readonly url: string,
    readonly port: number,
    readonly apiKey: string,
    /** Of the owner, who sees the statements of all. */
    readonly databaseUrl: string,
    /** What a worker beside it needs. */
    readonly environment: Record<string, string>,
    private readonly api: PartProcess,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<Victim> {
    const [database, port] = await Promise.all([createDatabase(), freePort()]);
    const apiKey = randomBytes(24).toString('hex');
    const shared = { DATABASE_URL: database.url, ROLLCALL_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    const api = new PartProcess('api', { PORT: String(port), ROLLCALL_API_KEY: apiKey, ...shared, ...environment });
    await api.start();
    const scheme = environment['TLS_CERT'] === undefined ? 'http' : 'https';
    return new Victim(`${scheme}://127.0.0.1:${port}`, port, apiKey, database.ownerUrl, shared, api, () =>
      database.drop(),
    );
  }

  get pid(): number {
    return this.api.pid;
  }

  /** Everything that the api logged so far, or the last of it. */
  get output(): string {
    return this.api.output;
  }

  /** Runs the attack while somebody else asks for the health, one request after the other. */
  async under(attack: () => Promise<unknown>): Promise<Damage> {
    await this.health();
    const before = this.residentMiB();
    let slowestHealthMs = 0;
    let largest = before;
    let over = false;
    const watch = async (): Promise<void> => {
      while (!over) {
        slowestHealthMs = Math.max(slowestHealthMs, await this.health());
        largest = Math.max(largest, this.residentMiB());
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const watching = watch();
    await attack();
    over = true;
    await watching;
    const damage = { slowestHealthMs: Math.round(slowestHealthMs), grownMiB: Math.round(largest - before) };
    console.log(`slowest health check ${damage.slowestHealthMs} ms, process grown by ${damage.grownMiB} MiB`);
    return damage;
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.drop();
    if (this.api.accidents.length > 0) throw new Error(this.api.accidents.join('\n'));
  }

  /** @returns how long the answer took, in milliseconds */
  private async health(): Promise<number> {
    const asked = performance.now();
    const status = this.url.startsWith('https')
      ? await statusOverTls(`${this.url}/health/live`)
      : await statusOf(`${this.url}/health/live`);
    if (status !== 200) throw new Error(`the health check answered ${status}`);
    return performance.now() - asked;
  }

  private residentMiB(): number {
    const status = readFileSync(`/proc/${this.api.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024;
  }
}
