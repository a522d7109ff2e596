import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ARROWS, violations, type SourceFile } from './support/architecture.js';
import { ROOMS } from './support/rooms.js';

const root = fileURLToPath(new URL('../', import.meta.url));

function sources(directory: string): SourceFile[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/node_modules|generated/.test(file))
    .map((file) => join(directory, file))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('the repository', () => {
  const files = ['apps', 'libs', 'packages/client/src', 'test', 'scripts', 'bench'].flatMap(sources);

  it('follows its architecture', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(violations(files)).toEqual([]);
  });

  it('has nothing in the table of arrows that does not exist, and no circle', () => {
    const owners = new Set(files.map(({ path }) => path.split('/').slice(0, 2).join('/')));
    for (const owner of Object.keys(ARROWS)) expect(owners).toContain(owner);
    const reaches = (from: string, to: string): boolean =>
      (ARROWS[from] ?? []).some((name) => `libs/${name}` === to || reaches(`libs/${name}`, to));
    for (const owner of Object.keys(ARROWS)) expect(reaches(owner, owner), owner).toBe(false);
  });
});

describe.each(Object.entries(ROOMS))('the rooms of %s', (base, rooms) => {
  it('are all there, and no two look into each other', () => {
    const paths = sources(base).map(({ path }) => path.slice(base.length + 1).split('/'));
    const folders = [...new Set(paths.filter((path) => path.length > 1).map(([folder]) => folder!))];
    expect(Object.keys(rooms).sort()).toEqual(folders.sort());
    const reaches = (from: string, to: string): boolean =>
      (rooms[from] ?? []).some((room) => room === to || reaches(room, to));
    for (const room of folders) expect(reaches(room, room), room).toBe(false);
  });
});

describe('the SDK of Scalekit', () => {
  const named = (text: string) => /['"]@scalekit-sdk\/node['"]/.test(text);
  const files = ['apps', 'libs', 'packages/client/src']
    .flatMap(sources)
    .filter(({ path }) => !path.endsWith('.spec.ts'));

  it('is loaded by an import of a Scalekit environment only, when it begins', () => {
    const loading = files.filter(({ text }) =>
      text.split('\n').some((line) => named(line) && !/^import( type \{|\s*\{ type )/.test(line)),
    );
    expect(loading.map(({ path }) => path)).toEqual(['apps/importer/src/scalekit/import-scalekit.ts']);
    expect(loading[0]!.text).toContain("await import('@scalekit-sdk/node')");
  });

  it('is out of reach of api and worker, who have no arrow to the importer', () => {
    for (const owner of ['apps/api', 'apps/worker', 'apps/rollcall']) {
      const reaching = files.filter(
        ({ path, text }) => path.startsWith(`${owner}/`) && /importer|scalekit-sdk/.test(text),
      );
      expect(reaching.filter(({ text }) => /from '[^']*(importer|scalekit-sdk)/.test(text))).toEqual([]);
    }
  });
});

describe('the check', () => {
  const check = (path: string, text = '') => violations([{ path, text }]);

  it.each([
    [
      'an arrow that is not in the table',
      'libs/scim/src/x.ts',
      `import { a } from '#directory';`,
      'no arrow to #directory',
    ],
    ['a type-only arrow', 'libs/webhooks/src/x.ts', `import type { A } from '#scim';`, 'no arrow to #scim'],
    ['a dynamic arrow', 'apps/rollcall/src/x.ts', `await import('#webhooks');`, 'no arrow to #webhooks'],
    [
      'an arrow to an app',
      'libs/queue/src/x.ts',
      `export * from '../../../apps/api/src/main.js';`,
      'leaves libs/queue',
    ],
    ['a relative import into another library', 'libs/directory/src/x.ts', `import '../../scim/src/a.js';`, 'leaves'],
    [
      'a relative import into a file of another app',
      'apps/rollcall/src/x.ts',
      `import '../../api/src/a.js';`,
      'leaves',
    ],
    ['a package in a framework-free library', 'libs/scim/src/x.ts', `import a from 'lodash';`, 'may not know lodash'],
    ['a scoped package there', 'libs/directory/src/x.ts', `import { a } from '@nestjs/common';`, '@nestjs/common'],
    ['a subpath of a package there', 'libs/webhooks/src/x.ts', `import a from 'pg/lib/utils';`, 'may not know pg'],
    [
      'Nest in a library',
      'libs/config/src/x.ts',
      `import { a } from '@nestjs/common';`,
      'only apps know @nestjs/common',
    ],
    ['a package of ours that is not in the table', 'libs/new/src/x.ts', '', 'not in the table'],
    ['a clock in a library without one', 'libs/delivery/src/x.ts', 'const now = Date.now();', 'not from Date.now'],
    ['a timer there', 'libs/delivery/src/x.ts', `import { setTimeout } from 'node:timers';`, 'not from node:timers'],
    [
      'an arrow between rooms',
      'apps/api/src/http/x.ts',
      `import { a } from '../scim/a.js';`,
      'no arrow from http to scim/a.js',
    ],
    ['a room that is not in the table', 'apps/api/src/attic/x.ts', '', 'the room attic is not in the table'],
    [
      'a look from a room at what puts the rooms together',
      'apps/api/src/scim/x.ts',
      `import { a } from '../storage.module.js';`,
      'no arrow from scim to storage.module.js',
    ],
    ['a file that is too long', 'libs/scim/src/x.ts', 'a;\n'.repeat(401), '401 lines'],
    ['a name that says nothing', 'libs/scim/src/string-utils.ts', '', '"utils"'],
    ['a directory that says nothing', 'apps/worker/src/common/x.ts', '', '"common"'],
  ])('finds %s', (_what, path, text, message) => {
    expect(check(path, text)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['apps/rollcall/src/x.ts', `await import('../../api/src/main.js');`],
    ['libs/webhooks/src/x.ts', `import { request } from 'undici'; import 'node:http'; import './y.js';`],
    ['libs/webhooks/src/x.spec.ts', `import { Webhook } from 'standardwebhooks';`],
    ['libs/directory/src/x.ts', `import { parse } from '#scim';\n${'a;\n'.repeat(399)}`],
    ['libs/scim/src/base64.ts', ''],
    [
      'apps/api/src/scim/x.ts',
      `import { a } from '../http/a.js'; import { BackgroundLog } from '../background-log.js';`,
    ],
  ])('accepts %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});
