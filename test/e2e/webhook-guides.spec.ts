import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { freePort } from '../support/free-port.js';
import { DeliveryRig } from '../support/delivery-rig.js';
import { until } from '../support/index.js';
import { seedDelivery } from '../support/seed-deliveries.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GUIDE = readFileSync(join(ROOT, 'docs/webhooks.md'), 'utf8');

/** The first block in that language of the section about verifying. */
function blockOf(language: string): string {
  const section = GUIDE.split(/^## /m).find((part) => part.startsWith('Verify\n'));
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(section ?? '');
  if (block === null) throw new Error(`docs/webhooks.md verifies nothing in ${language}`);
  return block[1]!;
}

function pythonHasLibraries(): boolean {
  try {
    execFileSync('python3', ['-c', 'import flask, standardwebhooks'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let rig: DeliveryRig;
let directory: string;
let receiver: ChildProcess | undefined;
beforeAll(async () => {
  rig = await DeliveryRig.create();
  directory = mkdtempSync(join(tmpdir(), 'rollcall-guides-'));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
});
afterEach(async () => {
  receiver?.kill('SIGKILL');
  await rig.clear();
});
afterAll(async () => {
  await rig.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the guide's receiver; what it enqueues it prints. It has to take what a worker sends, and to refuse what nobody signed. */
async function expectToVerify(command: string, file: string, code: string, port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/hooks/rollcall`;
  const endpoint = await rig.endpoint(url);
  writeFileSync(join(directory, file), code);
  receiver = spawn(command, [file], {
    cwd: directory,
    env: { ...process.env, ROLLCALL_WEBHOOK_SECRET: endpoint.secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  receiver.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const over = once(receiver, 'exit').then(([status]) => {
    throw new Error(`the receiver ended with status ${status}`);
  });
  over.catch(() => {});
  const forged = () =>
    fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
      },
      body: '{}',
    });
  const { status } = await Promise.race([until(forged, 20_000), over]);
  expect(status).toBe(401);
  const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
  await rig.startWorker();
  await until(async () => expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', attempts: 1 }));
  expect(printed).toContain(delivery.eventId);
}

describe('the receiver in docs/webhooks.md', () => {
  it('in TypeScript verifies', async () => {
    const port = await freePort();
    const source = `const enqueue = async (event: unknown) => console.log(event);\n${blockOf('ts').replace('8080', String(port))}`;
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } });
    await expectToVerify(process.execPath, 'receiver.mjs', outputText, port);
  });

  // Its libraries come from PyPI; where they are not installed this says so and goes on.
  it.skipIf(!pythonHasLibraries())('in Python verifies', async () => {
    const port = await freePort();
    const source = `def enqueue(event):\n    print(event, flush=True)\n${blockOf('python')}\napp.run(port=${port})\n`;
    await expectToVerify('python3', 'receiver.py', source, port);
  });

  it('is there in Go', () => {
    expect(blockOf('go')).toContain('webhook.Verify(body, r.Header)');
  });
});
