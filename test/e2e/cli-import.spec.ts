import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../apps/cli/src/run.js';
import { API_KEY, ManagementClient } from './management-client.js';

let source: ManagementClient;
let target: ManagementClient;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-cli-import-'));
  [source, target] = await Promise.all([ManagementClient.start(), ManagementClient.start()]);
});
afterAll(async () => {
  await Promise.all([source.stop(), target.stop()]);
  rmSync(scratch, { recursive: true });
});

async function cli(args: string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await run(args, {
    env,
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    signal: new AbortController().signal,
  });
  return { status, out: out.join(''), err: err.join('') };
}

it('rollcall import scalekit brings an organization, its directory and its people, once', async () => {
  const directory = await source.directory();
  await source.user(directory, 'ada@example.com');
  const env = {
    SCALEKIT_ENVIRONMENT_URL: source.api.url,
    SCALEKIT_CLIENT_ID: 'rollcall',
    SCALEKIT_CLIENT_SECRET: API_KEY,
    DATABASE_URL: target.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ROLLCALL_DATA_DIR: scratch,
  };
  const rehearsal = await cli(['import', 'scalekit', '--dry-run'], env);
  expect(rehearsal).toMatchObject({ status: 0 });
  expect((await target.get(`organizations/${directory.organizationId}`)).status).toBe(404);

  expect(await cli(['import', 'scalekit'], env)).toMatchObject({ status: 0 });
  const { users } = (await target.get(`${directory.path}/users`)).body as { users: { email: string }[] };
  expect(users.map(({ email }) => email)).toEqual(['ada@example.com']);

  const again = await cli(['import', 'scalekit', '--json'], env);
  expect(again.status).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ finished: true });
});

it.each([
  ['scalekit', { SCALEKIT_CLIENT_SECRET: 'wr0ng' }, 'SCALEKIT_CLIENT_SECRET) right?'],
  ['scalekit', { SCALEKIT_ENVIRONMENT_URL: 'http://127.0.0.1:1' }, 'ECONNREFUSED 127.0.0.1:1'],
  ['polis', { POLIS_DATABASE_URL: 'postgres://x@127.0.0.1:1/polis' }, 'ECONNREFUSED 127.0.0.1:1'],
  ['polis', { POLIS_DATABASE_URL: '' }, 'ECONNREFUSED 127.0.0.1:1'],
])(
  'says what went wrong with %s and %j, without a trace of code or secrets',
  async (from, wrong, words) => {
    const { status, err } = await cli(['import', from, '--dry-run'], {
      SCALEKIT_ENVIRONMENT_URL: source.api.url,
      SCALEKIT_CLIENT_ID: 'rollcall',
      SCALEKIT_CLIENT_SECRET: API_KEY,
      POLIS_URL: 'http://127.0.0.1:1',
      POLIS_API_KEY: 'k3y',
      POLIS_PRODUCTS: 'app',
      DATABASE_URL: target.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_DATA_DIR: scratch,
      ...wrong,
    });
    expect(status).toBe(1);
    expect(err).toContain(words);
    expect(err).toContain('Run the same command again to continue.');
    expect(err).not.toMatch(/\n\s+at |wr0ng|k3y/);
  },
  60_000,
);

it('says what is missing, and where it would write', async () => {
  const nothing = await cli(['import', 'scalekit']);
  expect(nothing).toMatchObject({ status: 2 });
  expect(nothing.err).toContain('SCALEKIT_ENVIRONMENT_URL');
  const polis = { POLIS_DATABASE_URL: 'postgres://127.0.0.1:1/polis', ROLLCALL_DATA_DIR: scratch };
  const nowhere = await cli(['import', 'polis'], polis);
  expect(nowhere).toMatchObject({ status: 2 });
  expect(nowhere.err).toContain('npm start');
  const help = await cli(['import', '--help']);
  expect(help).toMatchObject({ status: 0 });
  expect(help.out).toContain('import polis');
});
