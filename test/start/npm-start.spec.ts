import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { NpmStart, type NpmStartOptions } from '../support/npm-start.js';
import { runSql } from '../support/run-sql.js';
import { until } from '../support/until.js';

let scratch: string;
let dataDir: string;
let port: number;
const started: NpmStart[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-start-'));
  dataDir = join(scratch, 'data');
  port = await freePort();
});
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.signal('SIGKILL');
    await one.ended;
  }
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function start(env: Record<string, string> = {}, options: NpmStartOptions = {}): NpmStart {
  const one = new NpmStart({ PORT: String(port), ROLLCALL_DATA_DIR: dataDir, ...env }, options);
  started.push(one);
  return one;
}

const READY = 'Push a user over SCIM';

/** Runs the printed command the way a person does: pasted into a shell. */
function paste(command: string): { status: number; body: { id: string; userName: string } } {
  const answer = execFileSync('sh', ['-c', `${command} -w '\\n%{http_code}'`], { encoding: 'utf8' });
  const [body, status] = [answer.slice(0, answer.lastIndexOf('\n')), answer.slice(answer.lastIndexOf('\n') + 1)];
  return { status: Number(status), body: JSON.parse(body) as { id: string; userName: string } };
}

/** The names of all users of the printed directory, read through SCIM. */
async function userNames(curl: string): Promise<string[]> {
  const [, url, secret] = /'(http[^']+)'.*Bearer ([^']+)'/.exec(curl)!;
  const response = await fetch(`${url}?count=100`, { headers: { authorization: `Bearer ${secret}` } });
  const { Resources } = (await response.json()) as { Resources: { userName: string }[] };
  return Resources.map(({ userName }) => userName);
}

const secretOf = (curl: string) => /Bearer ([^']+)'/.exec(curl)![1];

/** util-linux has it; elsewhere nothing gives a process a terminal without a package. */
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

/** Stops a launcher whose parent is a terminal. */
function interrupt(directory: string): void {
  const { pid } = JSON.parse(readFileSync(join(directory, 'launcher.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGTERM');
}

/** Of a terminal whose launcher has no data directory. */
async function interrupted(one: NpmStart): Promise<number | NodeJS.Signals> {
  const [shell] = one.children();
  // Some shells give their process to the one command that they run.
  const launcher = one.children(shell!.pid).find(({ command }) => command.includes('start.mjs')) ?? shell!;
  process.kill(launcher.pid, 'SIGTERM');
  return await one.ended;
}

/** The log goes to a file of its own, and nothing that the parts say stands behind the greeting. */
async function greetsLast(one: NpmStart): Promise<void> {
  await one.printed('rollcall.log\n');
  const [, url] = /API docs {3}(\S+)\/docs/.exec(one.output)!;
  await fetch(`${url}/health/ready`);
  const [, log] = /  Log {8}(\S+)/.exec(one.output)!;
  await until(() => expect(readFileSync(log!, 'utf8')).toContain('"route":"/health/ready"'));
  expect(statSync(log!).mode & 0o077).toBe(0);
  expect(one.output).not.toMatch(/^\{/m);
  expect(one.lines.at(-1)).toBe(`  Log        ${log}`);
}

function databaseUrl(): string {
  const { databasePassword } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as {
    databasePassword: string;
  };
  const serverPort = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]!;
  return `postgresql://postgres:${databasePassword}@127.0.0.1:${serverPort}/rollcall`;
}

// In this order: the first start creates the data directory that the others use.
describe('npm start', () => {
  let firstUser: string;
  let firstKey: string;
  let firstSecret: string | undefined;

  it('prints a curl that works, and ends with 0 within ten seconds of SIGTERM', async () => {
    const one = start();
    await one.printed(READY);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    const { status, body } = paste(one.curl);
    expect(status).toBe(201);
    [firstUser, firstKey, firstSecret] = [body.userName, one.apiKey, secretOf(one.curl)];
    expect(one.output).not.toContain('"status":404');
    expect(one.output).not.toContain('"reqId"');

    const stopped = performance.now();
    expect(await one.stop()).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(10_000);
  });

  it('keeps its secrets where only their owner can read them', () => {
    for (const file of ['secrets.json', 'postgres.log']) {
      expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
    }
    expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(firstUser);
  });

  it('keeps data and credentials over a restart, and refuses a second launcher meanwhile', async () => {
    const one = start();
    await one.printed(READY);
    expect(secretOf(one.curl)).toBe(firstSecret);
    // Standard output is a log here: the key was in it once.
    expect(one.output).not.toContain(firstKey);
    expect(one.lines).toContainEqual(`  API key    in ${join(dataDir, 'secrets.json')}`);
    const me = await fetch(`http://127.0.0.1:${port}/api/v1/organizations`, {
      headers: { authorization: `Bearer ${firstKey}` },
    });
    expect(me.status).toBe(200);
    expect(await userNames(one.curl)).toEqual([firstUser]);
    expect(paste(one.curl).status).toBe(201);
    // Not on a terminal: what is printed is kept.
    expect(one.output).not.toContain('Sign in');

    const samePort = start();
    expect(await samePort.ended).toBe(1);
    expect(samePort.lines).toEqual([expect.stringMatching(new RegExp(`^127.0.0.1:${port} is in use: .*PORT`))]);

    const sameData = start({ PORT: String(await freePort()) });
    expect(await sameData.ended).toBe(1);
    expect(sameData.lines).toEqual([expect.stringContaining(`already runs on ${dataDir} (process ${one.pid})`)]);
    expect(await one.stop()).toBe(0);
  });

  it.skipIf(!hasScript)('on a terminal shows its greeting last, and keeps the log in a file', async () => {
    const one = start({}, { terminal: true });
    await one.printed(READY);
    await one.printed('"active":true}');
    expect(paste(one.curl).status).toBe(201);
    expect(one.apiKey).toBe(firstKey);
    const log = join(dataDir, 'rollcall.log');
    expect(one.lines).toContainEqual(`  Log        ${log}`);
    await until(() => expect(readFileSync(log, 'utf8')).toContain('"route":"/directory/:directoryId/scim/v2/Users"'));
    expect(statSync(log).mode & 0o077).toBe(0);
    expect(one.output).not.toMatch(/^\{/m);
    expect(one.lines.at(-1)).toBe(one.curl);
    const [, link] = /Sign in {4}(\S+)/.exec(one.output)!;
    const enter = () => fetch(link!, { method: 'POST', redirect: 'manual' });
    const entered = await enter();
    expect(entered.status).toBe(303);
    expect(entered.headers.get('set-cookie')).toMatch(/^rollcall_dashboard=/);
    expect((await enter()).status).toBe(410);
    expect(readFileSync(log, 'utf8')).not.toContain(link!.split('/').at(-1));
    interrupt(dataDir);
    expect(await one.ended).toBe(0);
    expect(one.lines.at(-1)).toBe('Stopping …');
  });

  it.skipIf(!hasScript)('says in one line that its data directory was deleted, and ends', async () => {
    const doomed = join(scratch, 'doomed');
    const one = start({ ROLLCALL_DATA_DIR: doomed, PORT: String(await freePort()) }, { terminal: true });
    await one.printed('"active":true}');
    const { length } = one.lines;
    rmSync(doomed, { recursive: true, force: true });
    expect(await one.ended).toBe(1);
    const said = one.lines.slice(length);
    expect(said).toContainEqual(
      `${doomed} was deleted while Rollcall used it, so Rollcall stops. Next time stop Rollcall first.`,
    );
    expect(said.join('\n')).not.toMatch(/^ +at /m);
  });

  it('starts a part again that ended by itself', async () => {
    const one = start();
    await one.printed(READY);
    for (const part of ['api', 'worker']) {
      const { pid } = one.children().find(({ command }) => command.endsWith(`part-process.js ${part}`))!;
      process.kill(pid, 'SIGKILL');
      await one.printed(`The ${part} ended (SIGKILL)`);
    }
    await until(() => expect(one.children().filter(({ command }) => command.includes('part-process'))).toHaveLength(2));
    await until(async () => expect(await userNames(one.curl)).toContain(firstUser), 60_000);
    expect(await one.stop()).toBe(0);
  });

  it('recovers when everything was killed but the database server', async () => {
    const one = start();
    await one.printed(READY);
    const created = paste(one.curl).body.userName;
    const watchdog = one.children().find(({ command }) => command.includes('read -r _'))!;
    const parts = one.children().filter(({ command }) => command.includes('part-process.js'));
    for (const { pid } of [watchdog, ...parts]) process.kill(pid, 'SIGKILL');
    one.signal('SIGKILL');
    await one.ended;
    expect(await runSql(databaseUrl(), 'SELECT 1')).toHaveLength(1);

    const next = start();
    await next.printed(READY);
    expect(next.output).toContain('stopped a database server left by a crash');
    expect(await userNames(next.curl)).toContain(created);
    expect(await next.stop()).toBe(0);
  });

  it('takes everything down with it when it is killed itself', async () => {
    const one = start();
    await one.printed(READY);
    const url = databaseUrl();
    one.signal('SIGKILL');
    await one.ended;
    await until(() => expect(runSql(url, 'SELECT 1')).rejects.toThrow());
    await until(() => expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow());
  });

  it('stops at once while it is still starting', async () => {
    const one = start();
    await one.printed('Server listening');
    expect(await one.stop()).toBe(0);
  });

  it('runs as a worker or an api on the database of DATABASE_URL', async () => {
    const one = start();
    await one.printed(READY);
    const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
    const shared = {
      DATABASE_URL: databaseUrl(),
      ROLLCALL_API_KEY: 'a key of their own',
      ROLLCALL_ENCRYPTION_KEY: secrets['encryptionKey']!,
      ROLLCALL_DATA_DIR: join(scratch, 'never-created'),
    };
    const broken = start({ ...shared, ROLLCALL_ROLE: 'worker' });
    expect(await broken.ended).toBe(1);
    expect(broken.lines.join()).toContain('ROLLCALL_API_KEY must be');

    shared.ROLLCALL_API_KEY = 'a-key-of-their-own-with-32-characters';
    const worker = start({ ...shared, ROLLCALL_ROLE: 'worker' });
    const api = start({ ...shared, ROLLCALL_ROLE: 'api', PORT: '0' });
    const seen = hasScript
      ? start({ ...shared, PORT: String(await freePort()), TMPDIR: scratch }, { terminal: true })
      : undefined;
    await worker.printed('worker is running');
    await api.printed('Rollcall is ready');
    expect(api.output).not.toContain(shared.ROLLCALL_API_KEY);
    if (seen !== undefined) await greetsLast(seen);
    const missing = start({ ...shared, PORT: '0', DATABASE_URL: databaseUrl().replace(/rollcall$/, 'rollcal') });
    expect(await missing.ended).toBe(1);
    expect(missing.lines).toEqual([expect.stringMatching(/^The database "rollcal" of DATABASE_URL does not exist/)]);
    expect(statSync(shared.ROLLCALL_DATA_DIR, { throwIfNoEntry: false })).toBeUndefined();
    if (seen !== undefined) expect(await interrupted(seen)).toBe(0);
    expect([await api.stop(), await worker.stop(), await one.stop()]).toEqual([0, 0, 0]);
  });
});

it('npx rollcall does not build again what npm run build has built', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/rollcall.mjs'), '--version'], {
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, stderr: '' });
});

describe('npm start says in one line', () => {
  it('that the port is taken, before it does anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as AddressInfo).port;
    const fresh = join(scratch, 'port-taken');
    const one = start({ PORT: String(taken), ROLLCALL_DATA_DIR: fresh });
    expect(await one.ended).toBe(1);
    expect(one.lines).toEqual([expect.stringContaining(`127.0.0.1:${taken} is in use`)]);
    expect(statSync(fresh, { throwIfNoEntry: false })).toBeUndefined();
    other.close();
  });

  it('that the data directory cannot be written', async () => {
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    const one = start({ ROLLCALL_DATA_DIR: join(file, 'data') });
    expect(await one.ended).toBe(1);
    expect(one.lines).toEqual([expect.stringMatching(/^Cannot write to .*\(ENOTDIR\): set ROLLCALL_DATA_DIR/)]);
  });

  it('that the data is of another PostgreSQL version', async () => {
    const version = join(dataDir, 'postgres/PG_VERSION');
    const own = readFileSync(version, 'utf8');
    writeFileSync(version, '16\n');
    const one = start();
    expect(await one.ended).toBe(1);
    expect(one.lines).toEqual([expect.stringContaining('was written by PostgreSQL 16 and this is PostgreSQL')]);
    writeFileSync(version, own);
  });

  it('that the secrets of its data are gone', async () => {
    const file = join(dataDir, 'secrets.json');
    const own = readFileSync(file, 'utf8');
    rmSync(file);
    const one = start();
    expect(await one.ended).toBe(1);
    expect(one.lines).toEqual([expect.stringMatching(/secrets.json is missing/)]);
    writeFileSync(file, own, { mode: 0o600 });
  });

  it('that the database of DATABASE_URL is not there', async () => {
    const DATABASE_URL = `postgresql://nobody:hidden@127.0.0.1:${await freePort()}/none`;
    const key = Buffer.alloc(32).toString('base64');
    const one = start({
      DATABASE_URL,
      ROLLCALL_ENCRYPTION_KEY: key,
      ROLLCALL_API_KEY: 'a-key-of-their-own-with-32-characters',
    });
    expect(await one.ended).toBe(1);
    expect(one.lines).toEqual([expect.stringContaining('Cannot connect to DATABASE_URL (ECONNREFUSED)')]);
    expect(one.output).not.toContain('hidden');
  });

  it('which line of .env is broken, and reads the file where none is', async () => {
    const folder = join(scratch, 'folder');
    mkdirSync(folder);
    const own = await freePort();
    writeFileSync(join(folder, '.env'), `PORT=http\nROLLCALL_ROLE=none\n`);
    const real = start({ PORT: String(own) }, { cwd: folder });
    expect(await real.ended).toBe(1);
    expect(real.lines.map((line) => line.trim().split(' ')[0])).toEqual(['The', 'ROLLCALL_ROLE']);

    writeFileSync(join(folder, '.env'), `# mine\nPORT ${own}\n`);
    const broken = start({}, { cwd: folder });
    expect(await broken.ended).toBe(1);
    expect(broken.lines).toEqual([expect.stringMatching(/\.env, line 2: it must be NAME=value/)]);
  });

  it('each thing that is wrong with the environment', async () => {
    const one = start({ PORT: 'http', ROLLCALL_ROLE: 'none', DATABASE_URL: 'postgres://db/x' });
    expect(await one.ended).toBe(1);
    expect(one.lines.map((line) => line.trim().split(' ')[0])).toEqual([
      'The',
      'PORT',
      'ROLLCALL_ROLE',
      'ROLLCALL_ENCRYPTION_KEY',
    ]);
  });
});
