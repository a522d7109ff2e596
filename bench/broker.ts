import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

const LAUNCHER = new URL('../apps/rollcall/src/main.js', import.meta.url).pathname;

/** The real product in processes of its own, on a data directory that is thrown away, spoken to over HTTP only. */
export class Broker {
  private constructor(
    private readonly process: ChildProcess,
    readonly dataDir: string,
    readonly url: string,
    readonly http: Pool,
    private readonly apiKey: string,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Broker> {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
    const apiKey = randomBytes(24).toString('hex');
    const child = spawn(process.execPath, [LAUNCHER], {
      env: {
        ...process.env,
        PORT: String(port),
        ROLLCALL_DATA_DIR: dataDir,
        ROLLCALL_API_KEY: apiKey,
        ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
        ...settings,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    const broker = new Broker(child, dataDir, url, new Pool(url, { connections: 64, pipelining: 1 }), apiKey);
    await broker.ready();
    return broker;
  }

  /** REST with the bootstrap key. @throws with the answer where it is not a 2xx */
  async rest<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T> {
    return JSON.parse((await this.request(method, `/api/v1${path}`, this.apiKey, body)) || '{}') as T;
  }

  async request(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, token: string, body?: object): Promise<string> {
    const response = await this.http.request({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`);
    return text;
  }

  /** Streams the snapshot of a directory. */
  async readSnapshot(directory: Directory, onChunk: (chunk: Buffer) => void): Promise<void> {
    const { statusCode, body } = await this.http.request({
      method: 'GET',
      path: `/api/v1/organizations/${directory.organizationId}/directories/${directory.id}/snapshot`,
      headers: { authorization: `Bearer ${this.apiKey}` },
    });
    if (statusCode !== 200) throw new Error(`the snapshot answered ${statusCode}: ${await body.text()}`);
    for await (const chunk of body) onChunk(chunk as Buffer);
  }

  async createDirectory(): Promise<Directory> {
    const { organization } = await this.rest<{ organization: { id: string } }>('POST', '/organizations', {
      display_name: 'Bench',
    });
    const base = `/organizations/${organization.id}/directories`;
    const { directory } = await this.rest<{ directory: { id: string } }>('POST', base, {
      directory_type: 'SCIM',
      directory_provider: 'GENERIC',
    });
    // A bench asks how much is possible, and not how much a directory may ask for.
    await this.rest('PATCH', `${base}/${directory.id}`, { scim_rate_limit: 1_000_000 });
    const secret = await this.rest<{ plain_secret: string }>('POST', `${base}/${directory.id}/secrets`);
    return new Directory(this, organization.id, directory.id, secret.plain_secret);
  }

  async stop(): Promise<void> {
    await this.http.close();
    this.process.kill('SIGTERM');
    await new Promise((resolve) => this.process.once('exit', resolve));
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      if (this.process.exitCode !== null) throw new Error('the broker did not start');
      const status = await this.http
        .request({ method: 'GET', path: '/health/ready' })
        .then(async ({ statusCode, body }) => (await body.dump(), statusCode))
        .catch(() => 0);
      if (status === 200) return;
      await sleep(100);
    }
    throw new Error('the broker was not ready within a minute');
  }
}

/** A directory as its IdP sees it. */
export class Directory {
  constructor(
    private readonly broker: Broker,
    readonly organizationId: string,
    readonly id: string,
    private readonly secret: string,
  ) {}

  async scim<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T> {
    const text = await this.broker.request(method, `/directory/${this.id}/scim/v2${path}`, this.secret, body);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  createUser(name: string): Promise<{ id: string }> {
    return this.scim('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `${name}@example.com`,
      externalId: `ext-${name}`,
      name: { givenName: 'Bench', familyName: name },
      displayName: `Bench ${name}`,
      emails: [{ primary: true, type: 'work', value: `${name}@example.com` }],
      title: 'Engineer',
      active: true,
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
