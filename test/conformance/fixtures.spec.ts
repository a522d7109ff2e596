import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer } from '../support/scim-server.js';
import { readFixture } from './fixture.js';
import { runFixture } from './run-fixture.js';

const ROOT = join(import.meta.dirname, '../fixtures');

let server: ScimServer;
beforeAll(async () => {
  server = await startScimServer();
});
afterAll(() => server.close());

function fixturesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(ROOT, folder, name))
    .sort();
}

describe.each(['idp', 'rfc7644'])('%s', (folder) => {
  const files = fixturesBelow(folder);
  it('has fixtures', () => expect(files.length).toBeGreaterThan(0));
  it.each(files.map((file) => [relative(ROOT, file), file]))('%s', async (_name, file) => {
    await runFixture(server, readFixture(file));
  });
});
