import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
/** Installed next to the package, as an application would have them. */
const NEIGHBOURS = ['express', 'fastify', '@nestjs', 'reflect-metadata', 'rxjs', '@types', 'undici-types'];

/** An application, in types. */
const USE = `import { Rollcall, verifyWebhook } from '@rollcall/client';
export async function use(rollcall: Rollcall): Promise<string[]> {
  const emails: (string | null)[] = [];
  for await (const organization of rollcall.organizations.list({ page_size: 50 })) {
    for (const directory of await rollcall.directories.list(organization.id)) {
      for await (const user of rollcall.users.list(directory, { active: 'true' })) emails.push(user.email);
      for await (const line of await rollcall.directories.snapshot(directory)) {
        if (line.object === 'DirectoryGroup') emails.push(line.display_name);
        else emails.push(line.email);
      }
    }
  }
  const event = verifyWebhook('whsec_', {}, new Uint8Array());
  if (event.type === 'organization.directory.user_deleted') {
    const gone: false = event.data.active;
    const why: 'deactivated' | 'deleted' | 'departed' | 'directory_deleted' | 'policy' = event.data.reason;
    return [why, String(gone)];
  }
  // @ts-expect-error: only of user_deleted
  void event.data.reason;
  // @ts-expect-error: no such type
  void (event.type === 'nonsense');
  // @ts-expect-error: a URL is needed
  await rollcall.endpoints.create({});
  return [];
}`;

let application: string;
/** What the compiler says of it all. */
let checked: { status: number | null; stdout: string };
let packed: { name: string; files: { path: string }[] };

/** @returns what it printed. @throws Error with that, when it fails */
function succeed(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

// The package as npm would publish it, installed into an application of its own.
beforeAll(() => {
  application = mkdtempSync(join(tmpdir(), 'rollcall-client-'));
  const source = join(root, 'packages/client');
  succeed(process.execPath, ['build.mjs'], source);
  const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', application];
  const said = JSON.parse(succeed('npm', npm, source)) as Record<string, typeof packed> | (typeof packed)[];
  packed = Object.values(said)[0]!;
  const installed = join(application, 'node_modules/@rollcall/client');
  mkdirSync(installed, { recursive: true });
  const [tarball] = readdirSync(application).filter((name) => name.endsWith('.tgz'));
  succeed('tar', ['-xzf', join(application, tarball!), '--strip-components=1', '-C', installed], application);
  for (const name of NEIGHBOURS) symlinkSync(join(root, 'node_modules', name), join(application, 'node_modules', name));
  cpSync(join(installed, 'examples'), application, { recursive: true });
  rmSync(join(application, 'tsconfig.json'));
  writeFileSync(join(application, 'package.json'), '{ "type": "module" }');
  // Once for everything: it takes its time.
  for (const file of ['use.mts', 'use.cts']) writeFileSync(join(application, file), USE);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const nest = ['--experimentalDecorators', '--emitDecoratorMetadata', 'nest.ts'];
  const args = [compiler, ...options, 'use.mts', 'use.cts', ...nest];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: application, encoding: 'utf8' });
  checked = { status, stdout };
}, 300_000);
afterAll(() => rmSync(application, { recursive: true, force: true }));

const node = (file: string, text: string): string => {
  writeFileSync(join(application, file), text);
  return succeed(process.execPath, [file], application);
};

describe('@rollcall/client as a package', () => {
  it('holds what it needs, and depends on nothing', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/esm/index.js', 'dist/cjs/index.d.ts']),
    );
    expect(
      paths.filter((path) => !/^(dist\/(esm|cjs)\/|examples\/|README\.md$|LICENSE$|package\.json$)/.test(path)),
    ).toEqual([]);
    expect(paths.filter((path) => path.includes('.spec.'))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(root, 'packages/client/package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'])
      expect(manifest).not.toHaveProperty(kind);
    const imports = readdirSync(join(root, 'packages/client/dist'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => {
        const text = readFileSync(join(root, 'packages/client/dist', path), 'utf8');
        return [...text.matchAll(/(?:from |require\()['"]([^.'"][^'"]*)['"]/g)].map(([, name]) => name);
      });
    expect([...new Set(imports)]).toEqual(['node:crypto']);
  });

  it('is imported and required, and is the same', () => {
    const print =
      'console.log(JSON.stringify([Object.keys(client).sort(), new client.Rollcall({ baseUrl: "http://x", apiKey: "k" }).users !== undefined]));';
    const imported = node('import.mjs', `import * as client from '@rollcall/client'; ${print}`);
    const required = node('require.cjs', `const client = require('@rollcall/client'); ${print}`);
    expect(JSON.parse(imported)).toEqual(JSON.parse(required));
    const [names, works] = JSON.parse(imported) as [string[], boolean];
    expect(names).toEqual([
      'CursorExpiredError',
      'Rollcall',
      'RollcallError',
      'SnapshotCutError',
      'VERSION',
      'WebhookVerificationError',
      'verifyWebhook',
    ]);
    expect(works).toBe(true);
  });

  it('has types for both, which tell events apart', () => {
    expect(checked).toEqual({ status: 0, stdout: '' });
  });
});

describe('its examples', () => {
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'organization.directory.user_deleted',
    data: { email: 'gone@example.com' },
  });

  it.each(['express.mjs', 'fastify.mjs', 'nest.js'])(
    '%s takes what is genuine, and nothing else',
    async (file) => {
      expect(existsSync(join(application, file))).toBe(true);
      const child: ChildProcess = spawn(process.execPath, [file], {
        cwd: application,
        env: { ...process.env, PORT: '0', ROLLCALL_WEBHOOK_SECRET: SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
      try {
        const port = /listening on (\d+)/.exec((await lines.next()).value as string)![1];
        const send = async (secret: string, changed = body) => {
          const now = new Date();
          const headers = {
            'content-type': 'application/json',
            'webhook-id': 'evt_1',
            'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
            'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
          };
          const url = `http://localhost:${port}/hooks/rollcall`;
          return (await fetch(url, { method: 'POST', headers, body: changed })).status;
        };
        expect(await send(`whsec_${Buffer.alloc(24, 6).toString('base64')}`)).toBe(401);
        expect(await send(SECRET, body.replace('gone', 'boss'))).toBe(401);
        expect(await send(SECRET)).toBe(204);
        expect((await lines.next()).value).toBe('lock out gone@example.com');
      } finally {
        child.kill();
        await once(child, 'close');
      }
    },
    60_000,
  );
});
