import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SOURCES } from '../../apps/agent/src/source-names.js';
import { run } from '../../apps/cli/src/run.js';
import { DIRECTORIES, HR_SYSTEMS } from '../connectors/conformance-sources.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let folder: string;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
  folder = mkdtempSync(join(tmpdir(), 'rollcall-agent-'));
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  directory = await app.directory();
});

/** With a state of its own for each directory. */
async function agent(source: string, config: object, ...more: string[]): Promise<{ status: number; text: string }> {
  const path = join(folder, `${directory.directoryId}.json`);
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  const endpoint = `${app.api.url}/directory/${directory.directoryId}/scim/v2`;
  let text = '';
  const write = (piece: string) => (text += piece);
  const status = await run(['agent', '--source', source, '--config', path, '--endpoint', endpoint, ...more], {
    env: { ROLLCALL_AGENT_TOKEN: directory.secret },
    out: { write },
    err: { write },
    signal: new AbortController().signal,
  });
  return { status, text };
}

const list = async (kind: 'Users' | 'Groups') =>
  (await app.scim(directory, 'GET', `${kind}?count=1000`)).body.Resources as Record<string, unknown>[];

const user = async (userName: string) => (await list('Users')).find((one) => one['userName'] === userName);

it('reads CSV files, and says line and column of what is wrong in them', async () => {
  const [users, groups] = [join(folder, 'people.csv'), join(folder, 'groups.csv')];
  const config = { settings: { users, groups } };
  writeFileSync(
    users,
    'id,email,given_name,active\n1,ada@acme.com,Ada,yes\n2,bob@acme.com,Bob,no\n3,zoe@acme.com,Zoe,yes\n',
  );
  writeFileSync(groups, 'group,member\nStaff,1\nStaff,zoe@acme.com\n');
  expect(await agent('csv', config)).toMatchObject({ status: 0 });
  expect(await user('bob@acme.com')).toMatchObject({ externalId: '2', active: false });
  const ids = [(await user('ada@acme.com'))!['id'], (await user('zoe@acme.com'))!['id']].sort();
  const [staff] = await list('Groups');
  expect((staff!['members'] as { value: string }[]).map(({ value }) => value).sort()).toEqual(ids);

  writeFileSync(groups, 'group,member\nSTAFF,1\nstaff,ZOE@acme.com\n');
  expect(await agent('csv', config)).toMatchObject({ status: 0 });
  const respelled = { id: staff!['id'], displayName: 'STAFF', externalId: 'Staff', members: [{}, {}] };
  expect(await list('Groups')).toMatchObject([respelled]);

  // A file without the column of `active` brings nobody back, however often it is read.
  for (const title of ['Engineer', 'Architect']) {
    writeFileSync(users, `id,email,title\n1,ada@acme.com,${title}\n2,bob@acme.com,${title}\n3,zoe@acme.com,${title}\n`);
    expect(await agent('csv', config)).toMatchObject({ status: 0 });
    expect(await user('bob@acme.com')).toMatchObject({ title, active: false });
  }

  writeFileSync(users, 'id,email\n1,ada@acme.com\n1,nobody\n');
  const wrong = await agent('csv', config);
  expect(wrong).toMatchObject({ status: 1, text: expect.stringContaining('line 3, column 2 is no mail address') });
  expect(wrong.text).toContain('Nothing was pushed');
  writeFileSync(users, 'id,email\n1,ada@acme.com\n2,bob@acme.com\n');
  expect((await agent('csv', config)).text).toContain('1 deactivated');
  expect(await user('zoe@acme.com')).toMatchObject({ active: false });
  writeFileSync(users, 'id,email\n1,ada@acme.com\n2,bob@acme.com\n3,zoe@acme.com\n');
  expect(await agent('csv', config)).toMatchObject({ status: 0 });
  expect(await user('zoe@acme.com')).toMatchObject({ active: true });
  expect(await user('bob@acme.com')).toMatchObject({ active: false });
  expect(await agent('csv', { settings: { groups } })).toMatchObject({
    status: 2,
    text: expect.stringContaining('settings.users must be the path'),
  });
});

it('reads an HR system, and clears nothing that it no longer shows', async () => {
  const bob = await new HiBobEmulator().listen();
  try {
    const config = { settings: { ...bob.settings, groups_from: ['department'] }, secrets: bob.secrets };
    for (const [id, name] of Object.entries({ 1: 'Ada', 2: 'Zoe' }))
      bob.people.put(bobEmployee(id, [name, 'Lovelace'], { 'work.title': 'Engineer', 'work.department': 'R&D' }));
    expect(await agent('hibob', config)).toMatchObject({ status: 0 });
    for (const field of ['work.title', 'work.department']) bob.hiddenFields.add(field);
    bob.people.put(bobEmployee('1', ['Ada', 'Byron'], { 'work.title': 'Engineer' }));
    expect(await agent('hibob', config)).toMatchObject({ status: 0 });
    expect(await user('ada.byron@acme.com')).toMatchObject({ title: 'Engineer', name: { familyName: 'Byron' } });
    expect((await agent('hibob', config)).text).toContain('Nothing has changed');
    expect(await list('Groups')).toMatchObject([{ displayName: 'R&D', members: [{}, {}] }]);
    bob.token = 'another-token';
    const refused = await agent('hibob', config);
    expect(refused).toMatchObject({ status: 1, text: expect.stringMatching(/credentials|token/) });
    expect(refused.text).not.toContain('hibob-token-1');
  } finally {
    await bob.close();
  }
});

const addressOf = (one: Record<string, unknown>) => (one['emails'] as { value: string }[])[0]!.value;
const nameOf = (provider: string): string => Object.entries(SOURCES).find(([, known]) => known === provider)![0];

it.each([...DIRECTORIES, ...HR_SYSTEMS].filter(([, provider]) => provider !== 'CSV'))(
  'reads %s: who is there, what changes, and who leaves',
  async (_what, provider, _type, start) => {
    const source = await start();
    try {
      const config = { settings: source.settings, secrets: source.secrets };
      for (const key of ['ada', 'bob', 'zoe']) await source.add(key);
      await source.setGroup?.('staff', { people: ['ada', 'zoe'] });
      await source.setDepartment?.('ada', 'Research');
      expect(await agent(nameOf(provider), config)).toMatchObject({ status: 0 });
      expect(await agent(nameOf(provider), config)).toMatchObject({
        status: 0,
        text: expect.stringContaining('Nothing has changed'),
      });
      await source.setTitle('bob', 'Chief');
      await source.remove('zoe');
      expect(await agent(nameOf(provider), config)).toMatchObject({ status: 0 });
      const users = await list('Users');
      const shown = users.map((user) => [addressOf(user), user['active'], user['title']]);
      expect(shown.sort()).toEqual([
        ['ada@acme.com', true, undefined],
        ['bob@acme.com', true, 'Chief'],
        ['zoe@acme.com', false, undefined],
      ]);
      const ada = users.find((one) => addressOf(one) === 'ada@acme.com')!['id'];
      const [group] = await list('Groups');
      expect((group!['members'] as { value: string }[]).map(({ value }) => value)).toEqual([ada]);
    } finally {
      await source.close();
    }
  },
);

it('is refused by a directory that Rollcall pulls', async () => {
  const path = `organizations/${directory.organizationId}/directories`;
  const { directory: pulled } = (await app.post(path, { directory_type: 'LDAP', directory_provider: 'LDAP' })).body;
  const { plain_secret: secret } = (await app.post(`${path}/${pulled.id}/secrets`)).body;
  directory = { ...directory, directoryId: pulled.id, secret: secret ?? directory.secret };
  const users = join(folder, 'nobody.csv');
  writeFileSync(users, 'id\n1\n');
  expect(await agent('csv', { settings: { users } })).toMatchObject({ status: 4 });
});
