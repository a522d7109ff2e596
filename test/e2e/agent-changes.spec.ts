import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStateText, stateText } from '../../apps/agent/src/state/state-text.js';
import { run } from '../../apps/cli/src/run.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adGroup, adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { ManagementClient } from './management-client.js';

const STAFF = `OU=Staff,${NC}`;
const dnOf = (account: string) => `CN=${account},${STAFF}`;
const groupDn = (name: string) => `CN=${name},${NC}`;
const DAY_MS = 86_400_000;

describe('an agent of Active Directory', () => {
  let app: ManagementClient;
  let server: AdServer;
  let folder: string;
  let directory: Awaited<ReturnType<ManagementClient['directory']>>;
  let settings: object;

  beforeAll(async () => {
    app = await ManagementClient.start();
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-agent-'));
    [server, directory] = await Promise.all([new AdServer().listen(), app.directory()]);
    settings = { ...server.settings, user_base_dn: STAFF };
    server.directory.add(STAFF, { objectClass: ['organizationalUnit'] });
    for (const account of ['ada', 'bob', 'dan', 'eve', 'zoe']) server.directory.add(dnOf(account), adUser(account));
    server.directory.add(groupDn('all'), adGroup('all', ['ada', 'bob', 'dan', 'eve', 'zoe'].map(dnOf)));
    server.directory.add(groupDn('some'), adGroup('some', ['ada', 'dan', 'eve'].map(dnOf)));
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  async function agent(...more: string[]): Promise<string> {
    const path = join(folder, 'agent.json');
    writeFileSync(path, JSON.stringify({ settings, secrets: server.secrets }), { mode: 0o600 });
    const endpoint = `${app.api.url}/directory/${directory.directoryId}/scim/v2`;
    let text = '';
    const write = (piece: string) => (text += piece);
    const words = ['agent', '--source', 'active-directory', '--config', path, '--endpoint', endpoint, ...more];
    const status = await run(words, {
      env: { ROLLCALL_AGENT_TOKEN: directory.secret },
      out: { write },
      err: { write },
      signal: new AbortController().signal,
    });
    expect(status, text).toBe(0);
    return text;
  }

  function lastFullRun(at: Date): void {
    const path = join(folder, 'agent.state.json');
    const state = readStateText(readFileSync(path, 'utf8'));
    expect(state.fullAt).not.toBeNull();
    state.fullAt = at.toISOString();
    writeFileSync(path, stateText(state), { mode: 0o600 });
  }

  const list = async (kind: 'Users' | 'Groups') =>
    (await app.scim(directory, 'GET', `${kind}?count=100`)).body.Resources as Record<string, unknown>[];

  /** Who is active, and who is in which group. */
  async function target() {
    const users = await list('Users');
    const account = new Map(users.map((user) => [user['id'], String(user['userName']).split('@')[0]!]));
    const groups = (await list('Groups')).map((group): [string, string[]] => [
      group['displayName'] as string,
      ((group['members'] ?? []) as { value: string }[]).map(({ value }) => account.get(value) ?? value).sort(),
    ]);
    const active = users.filter((user) => user['active'] === true).map((user) => account.get(user['id'])!);
    return { active: active.sort(), groups: Object.fromEntries(groups.sort()) };
  }

  it('asks for what has changed, and has what a listing of everything would have', async () => {
    expect(await agent()).toContain('The source lists 5 people.');
    server.searches.length = 0;
    expect(await agent()).toContain('Nothing has changed.');
    const listings = server.searches.filter(({ filter }) => filter.includes('objectcategory=person'));
    expect(listings.filter(({ filter }) => !filter.includes('usnchanged>='))).toEqual([]);

    server.directory.add(dnOf('new'), adUser('new', { manager: dnOf('bob') }));
    server.directory.change(dnOf('dan'), { userAccountControl: '514' });
    server.directory.remove(dnOf('eve'));
    server.directory.move(dnOf('zoe'), `CN=zoe,OU=Leavers,${NC}`);
    // Of its members, only the new one has changed. Of the other group, nobody says that somebody is no longer in it.
    server.directory.change(groupDn('all'), { member: ['ada', 'bob', 'dan', 'new'].map(dnOf) });
    expect(await agent()).toContain('Since the last run, the source has changed 2 people.');
    const expected = {
      active: ['ada', 'bob', 'new'],
      groups: { all: ['ada', 'bob', 'dan', 'new'], some: ['ada', 'dan'] },
    };
    expect(await target()).toEqual(expected);
    const [bob] = (await list('Users')).filter(({ userName }) => userName === 'bob@acme.com');
    const [late] = (await list('Users')).filter(({ userName }) => userName === 'new@acme.com');
    expect(JSON.stringify(late)).toContain(`"value":"${String(bob!['externalId'])}"`);

    lastFullRun(new Date(Date.now() - DAY_MS));
    expect(await agent()).toContain('The source lists 4 people.');
    expect(await target()).toEqual(expected);
  });

  it.each<[string, () => unknown, ...string[]]>([
    ['another domain controller answers', () => (server.directory.dnsHostName = 'dc2.acme.com')],
    ['its settings have changed', () => (settings = { ...settings, user_base_dn: NC })],
    [
      'somebody came back, whose groups say nothing of it',
      async () => {
        server.directory.move(dnOf('zoe'), `CN=zoe,OU=Leavers,${NC}`);
        await agent();
        server.directory.move(`CN=zoe,OU=Leavers,${NC}`, dnOf('zoe'));
        expect(await agent()).toContain('Since the last run');
      },
    ],
    ['somebody looks', () => {}, '--dry-run'],
  ])('reads everything where %s', async (_what, happens, ...more) => {
    await agent();
    await happens();
    expect(await agent(...more)).toContain('The source lists 5 people.');
    expect(await target()).toMatchObject({ groups: { all: ['ada', 'bob', 'dan', 'eve', 'zoe'] } });
  });
});
