import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { startApi, type RunningApi } from '../../apps/api/src/main.js';
import { freePort } from '../support/free-port.js';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { createDatabase, type TestDatabase } from '../support/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const API_KEY = 'key-of-the-readme-test-of-32-characters';

interface Block {
  language: string;
  code: string;
}

/** The fenced code blocks of a section, in order. */
function blocksOf(heading: string): Block[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`README.md has no section "${heading}"`);
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({
    language: language!,
    code: code!,
  }));
}

const blocks = blocksOf('A webhook within five minutes');
const start = blocks[0]!.code;

describe('README: a webhook within five minutes', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let worker: RunningWorker;
  let directory: string;

  beforeAll(async () => {
    database = await createDatabase();
    // The variables that the README's first command sets, and no other switch.
    const assignments = [...start.matchAll(/^(\w+)=(\S+) (?=.*npm start$)/gm)].map(([, name, value]) => [name, value]);
    const environment = () =>
      loadEnvironment({
        PORT: '0',
        DATABASE_URL: database.url,
        ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
        ROLLCALL_API_KEY: API_KEY,
        ...Object.fromEntries(assignments),
      });
    api = await startApi(environment(), { logger: false });
    worker = await startWorker(environment(), { logger: false });
    directory = mkdtempSync(join(tmpdir(), 'rollcall-readme-'));
    // "In this folder": where the packages are.
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  });

  afterAll(async () => {
    await Promise.all([worker?.close(), api?.close()]);
    await database?.drop();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  it('starts with npm start', () => {
    expect(start).toMatch(/^(\w+=\S+ )*npm start\n$/);
  });

  it('stops with the reason when the key is wrong', async () => {
    const sh = blocks.slice(1).filter(({ language }) => language === 'sh');
    const script = [sh[0]!, sh[1]!].map(({ code }) => code.replaceAll('http://127.0.0.1:3000', api.url)).join('');
    // Not `spawnSync`: the api answers in this process.
    const terminal = spawn('bash', ['-eu'], { cwd: directory });
    let stderr = '';
    terminal.stderr.on('data', (chunk) => (stderr += String(chunk)));
    terminal.stdin.end(script);
    const [status] = (await once(terminal, 'close')) as [number];
    expect(status).not.toBe(0);
    expect(stderr).toContain('401');
    expect(stderr).toContain('UNAUTHENTICATED');
    expect(stderr).not.toMatch(/^ +at |undefined/m);
  });

  it('prints the verified webhooks that it promises, by the commands that it prints', async () => {
    const port = String(await freePort());
    const here = (code: string) =>
      code
        .replaceAll('http://127.0.0.1:3000', api.url)
        .replaceAll('8080', port)
        .replace('the-api-key-that-npm-start-printed', API_KEY);
    const endpoints = async () => {
      const response = await fetch(`${api.url}/api/v1/webhook_endpoints`, {
        headers: { authorization: `Bearer ${API_KEY}` },
      });
      return ((await response.json()) as { endpoints: unknown[] }).endpoints;
    };
    // A group of its own, to end the receiver with its shell.
    const terminal = spawn('bash', ['-eu'], { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    const output = createInterface(terminal.stdout)[Symbol.asyncIterator]();
    const webhooks: string[] = [];
    try {
      for (const { language, code } of blocks.slice(1)) {
        if (language === 'js') writeFileSync(join(directory, 'receiver.mjs'), here(code));
        else if (language === 'sh') terminal.stdin.write(here(code));
        else webhooks.push(await nextWebhook(output));
      }
      // The last block deletes the endpoint; the terminal ends when that is done.
      terminal.stdin.end();
      await once(terminal, 'close');
    } finally {
      killGroup(terminal.pid!);
    }
    expect(await endpoints()).toEqual([]);
    const promised = blocks.filter(({ language }) => language === 'text').map(({ code }) => code.trimEnd());
    expect(promised).toHaveLength(2);
    expect(webhooks).toEqual(promised);
  }, 180_000);
});

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, with all that it started.
  }
}

/** @throws Error when the terminal ends, as it does at the first command that fails */
async function nextWebhook(output: AsyncIterator<string>): Promise<string> {
  for (;;) {
    const { value, done } = await output.next();
    if (done) throw new Error('the terminal ended before the webhook came');
    if (value.startsWith('organization.')) return value;
  }
}
