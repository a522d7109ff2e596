import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDataDirectory } from '../../apps/rollcall/src/data-directory.js';
import { run } from '../../apps/cli/src/run.js';
import { type World } from '../../apps/cli/src/world.js';
import { Receiver, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
  app = await ManagementClient.start();
});
afterAll(async () => {
  await app.stop();
  rmSync(scratch, { recursive: true });
});

async function cli(args: string | string[], world: Partial<World> = {}) {
  let out = '';
  let err = '';
  const argv = typeof args === 'string' ? args.split(' ') : args;
  const status = await run(argv, {
    env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY, ROLLCALL_DATA_DIR: scratch },
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    signal: new AbortController().signal,
    name: 'rollcall',
    ...world,
  });
  // The tests read whatever shape the command prints.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const json = argv.includes('--json') && out !== '' ? (JSON.parse(out) as any) : undefined;
  return { status, out, err, json };
}

async function done(args: string | string[], world: Partial<World> = {}) {
  const result = await cli(args, world);
  expect(result, String(args)).toMatchObject({ status: 0 });
  return result;
}

describe('rollcall', () => {
  it('shows users and groups in tables that align, also with Japanese names', async () => {
    const directory = await app.directory();
    const dir = directory.directoryId;
    const taro = await app.user(directory, 'taro@example.com', { name: { formatted: '山田太郎' } });
    const ada = await app.user(directory, 'ada@example.com', { name: { formatted: 'Ada Lovelace' } });
    await app.scim(directory, 'DELETE', `Users/${ada}`);
    const group = (
      await app.scim(directory, 'POST', 'Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: '営業',
        members: [{ value: taro }],
      })
    ).body as { id: string };

    const table = (await done(`users list ${dir}`)).out;
    expect(table).toMatch(/^ID +NAME +EMAIL +ACTIVE +GROUPS +UPDATED\n/);
    expect(table).toMatch(/山田太郎 {6}taro@example\.com {2}yes {5}営業 {4}\d/);
    expect(table).toMatch(/Ada Lovelace {2}ada@example\.com {3}no {6} {8}\d/);
    expect((await done(`users list ${dir} --active --json`)).json).toMatchObject([{ id: taro }]);
    expect((await done(`users list ${dir} --inactive --json`)).json).toMatchObject([{ id: ada }]);
    expect((await done(`users list ${dir} --group ${group.id} --json`)).json).toMatchObject([{ id: taro }]);
    const filtered = await done(['users', 'list', dir, '--filter', 'userName sw "ta"', '--json']);
    expect(filtered.json).toMatchObject([{ id: taro }]);
    expect((await done(`users list ${dir} --limit 1`)).err).toContain('There are more than 1; --limit shows more.');
    expect((await done(`users get ${dir} ${taro} --org ${directory.organizationId}`)).out).toMatch(/groups +営業/);
    expect((await done(`groups list ${dir}`)).out).toContain('営業');
    expect((await done(`groups get ${dir} ${group.id} --json`)).json).toMatchObject({ total_users: 1 });
    expect((await done(`groups members ${dir} ${group.id}`)).out).toContain('山田太郎');
    expect(await cli(`users get ${dir} diruser_0`)).toMatchObject({ status: 1 });
  });

  it('creates, regenerates and revokes secrets', async () => {
    const directory = await app.directory();
    const dir = directory.directoryId;
    const made = (await done(`secrets create ${dir} --json`)).json;
    const works = async (secret: string) =>
      (await app.scim({ directoryId: dir, secret }, 'GET', 'Users?count=1')).status === 200;
    expect(await works(made.plain_secret)).toBe(true);
    const fresh = /secret +(\S+)/.exec((await done(`secrets regenerate ${dir}`)).out)![1]!;
    expect([await works(made.plain_secret), await works(fresh)]).toEqual([false, true]);
    expect((await done(`secrets list ${dir}`)).out).toMatch(/^ID +SUFFIX +STATUS/);
    const list = (await done(`secrets list ${dir} --json`)).json as { id: string; status: string }[];
    const { id } = list.find(({ status }) => status === 'ACTIVE')!;
    expect((await done(`secrets revoke ${dir} ${id}`)).err).toContain('is revoked');
    expect(await works(fresh)).toBe(false);
  });

  it('says why requests of an identity provider failed', async () => {
    const directory = await app.directory();
    await app.scim(directory, 'POST', 'Users', { userName: '' });
    await app.scim(directory, 'GET', 'Users?count=1');
    const args = ['requests', 'list', directory.directoryId, '--failed'];
    await until(async () => expect((await done(args)).out).toMatch(/POST +\/scim\/v2\/Users +400 /));
    expect((await done(args)).out).toMatch(/userName/);
    await until(async () => {
      const all = (await done([...args.slice(0, 3), '--json'])).json as { method: string }[];
      expect(all.map(({ method }) => method)).toContain('GET');
    });
  });

  it('changes a policy, and what is left out stays', async () => {
    const { directoryId } = await app.directory();
    expect((await done(`policy get ${directoryId}`)).out).toContain('delete_event');
    await done(`policy set ${directoryId} --on-deactivate update_event --retention-days 30 --hold on --notify it`);
    const policy = (await done(`policy set ${directoryId} --retention-days none --json`)).json;
    expect(policy).toMatchObject({ on_deactivate: 'update_event', retention_days: null, hold: true, notify: ['it'] });
    const wrong = await cli(`policy set ${directoryId} --on-deactivate update_events`);
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.err).toContain('Did you mean "update_event"?');
  });

  it('updates endpoints and rotates their secret', async () => {
    const receiver = await Receiver.start();
    try {
      const endpoint = (await done(`endpoints create ${receiver.url} --json`)).json;
      const update = `endpoints update ${endpoint.id} --types user_created --description CRM --rate-limit 50 --json`;
      expect((await done(update)).json).toMatchObject({
        event_types: ['organization.directory.user_created'],
        description: 'CRM',
        rate_limit: 50,
        url: endpoint.url,
      });
      expect((await done(`endpoints update ${endpoint.id} --types all --rate-limit none --json`)).json).toMatchObject({
        event_types: [],
        rate_limit: null,
      });
      const rotated = (await done(`endpoints rotate ${endpoint.id}`)).out.trim();
      expect(rotated).toMatch(/^whsec_/);
      expect((await done(`endpoints secret ${endpoint.id}`)).out.trim()).toBe(rotated);
      expect((await done(`endpoints delete ${endpoint.id} --json`)).json).toEqual({ deleted: endpoint.id });
    } finally {
      await receiver.close();
    }
  });

  it('manages keys, roles, portal links, and shows the audit log', async () => {
    const made = (await done('keys create --scopes read,write --name billing --expires 90d --json')).json;
    expect(made.api_key).toMatchObject({ name: 'billing', scopes: ['read', 'write'] });
    expect((await done('keys list')).out).toMatch(/^ID +NAME +SUFFIX .*\n(.*\n)*.*billing/);
    const env = { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: made.plain_key as string };
    await done('orgs list', { env });
    await done(`keys revoke ${made.api_key.id}`);
    expect(await cli('orgs list', { env })).toMatchObject({ status: 4 });

    const file = join(scratch, 'roles.json');
    writeFileSync(
      file,
      JSON.stringify([
        { name: 'admin', privileged: true },
        { name: 'member', default: true },
      ]),
    );
    expect((await done(`roles set ${file}`)).out).toMatch(/^PRIORITY .*\n1 +admin.*\n2 +member/);
    expect((await done('roles list --json')).json).toHaveLength(2);

    const { organizationId } = await app.directory();
    const link = (await done(`portal-links create ${organizationId} --json`)).json;
    expect(link.location).toMatch(/\/portal\//);
    expect((await done(`portal-links list ${organizationId}`)).out).toContain(link.id);

    const log = (await done('audit list --since 1h --json')).json as { action: string }[];
    expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(['api_key.create', 'api_key.revoke']));
    expect((await done(`audit list --org ${organizationId}`)).out).toContain(organizationId);
  });

  it('takes your own id of an organization, and the names that people use for providers', async () => {
    await done('orgs create --name Acme --external-id acme-7');
    expect((await done('orgs get acme-7')).out).toContain('Acme');
    for (const name of ['entra', 'azure', 'Entra-ID'])
      expect((await done(`directories create --org acme-7 --provider ${name} --json`)).json.directory).toMatchObject({
        directory_provider: 'MICROSOFT_AD',
      });
    expect((await done('directories list --org acme-7')).out).toContain('(no name)');
    const wrong = await cli(`directories create --org acme-7 --provider foo`);
    expect(wrong.err.match(/MICROSOFT_AD|microsoft_ad/g)).toHaveLength(1);
    expect(wrong.err).toContain('"foo"');
  });

  it('creates a directory of the type that its provider needs', async () => {
    const { organizationId } = await app.directory();
    const create = `directories create --org ${organizationId} --provider`;
    for (const [name, type] of [
      ['bamboohr', 'POLL'],
      ['google', 'POLL'],
      ['csv', 'POLL'],
      ['ldap', 'LDAP'],
    ])
      expect((await done(`${create} ${name} --json`)).json).toEqual({
        directory: expect.objectContaining({ directory_type: type }) as object,
      });
    const { out, err } = await done(`${create} hibob --name People`);
    const id = /dir_\w+/.exec(out)![0];
    expect(out).toMatch(/^type +POLL: Rollcall pulls$/m);
    expect(out).not.toMatch(/SCIM URL|secret/);
    expect(err).toContain(`rollcall portal-links create ${organizationId}`);
    expect(err).toContain(`PUT ${app.api.url}/api/v1/organizations/${organizationId}/directories/${id}/connection`);
    expect(err).toContain(`rollcall directories sync ${id} --wait`);
    const shown = (await done(`directories get ${id}`)).out;
    expect(shown).toMatch(/^type +POLL.*\nenabled +yes$/m);
    expect(shown).not.toContain('SCIM URL');
    expect((await done(`directories list --org ${organizationId}`)).out).toMatch(
      /^ID +NAME +TYPE .*\n(.*\n)*.*LDAP +LDAP/,
    );
    const pushed = (await done(`${create} okta`)).out;
    expect(pushed).toMatch(/^type +SCIM.*\n(.*\n)*SCIM URL +http.*\nsecret +\S+/m);
  });

  it('asks before it deletes, with how many people leave, and needs --yes where it cannot ask', async () => {
    const directory = await app.directory();
    const { organizationId, directoryId } = directory;
    for (const name of ['ada', 'bob']) await app.user(directory, `${name}@example.com`);
    const refused = await cli(`directories delete ${directoryId}`);
    expect(refused.status).toBe(2);
    expect(refused.err).toMatch(/2 active users, who will leave with it\. Nobody can be asked here: --yes is needed/);
    expect(await cli(`orgs delete ${organizationId}`)).toMatchObject({ status: 2 });
    expect(await cli(`orgs delete ${organizationId} --json`, { ask: () => Promise.resolve('yes') })).toMatchObject({
      status: 2,
    });

    const questions: string[] = [];
    const answer = (text: string) => ({
      ask: (question: string) => {
        questions.push(question);
        return Promise.resolve(text);
      },
    });
    expect(await cli(`orgs delete ${organizationId}`, answer(''))).toMatchObject({ status: 1 });
    expect(questions[0]).toContain(`(${organizationId}) has 1 directory and 2 active users, who will leave with it.`);
    await done(`directories get ${directoryId}`);
    await done(`directories delete ${directoryId} --users keep`, answer('yes'));
    expect(questions[1]).toContain('who stay with the applications');
    expect(await cli(`directories get ${directoryId} --org ${organizationId}`)).toMatchObject({ status: 1 });
    expect((await done(`orgs delete ${organizationId} --yes --json`)).json).toEqual({ deleted: organizationId });
  });

  it('asks a person before it removes something, and lets a script go on', async () => {
    const { organizationId, directoryId } = await app.directory();
    const questions: string[] = [];
    const answer = (text: string): Partial<World> => ({
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(text);
      },
    });
    const endpoint = (await done(`endpoints create https://example.com/hook --org ${organizationId} --json`)).json
      .id as string;
    const key = (await done('keys create --name nightly --json')).json.api_key.id as string;
    const { id } = (await done(`secrets list ${directoryId} --json`)).json[0];
    const file = join(scratch, 'one-role.json');
    writeFileSync(file, JSON.stringify([{ name: 'kept' }, { name: 'gone' }]));
    await done(`roles set ${file}`);
    writeFileSync(file, JSON.stringify([{ name: 'kept' }]));
    questions.length = 0;
    const commands: [string, RegExp][] = [
      [`endpoints delete ${endpoint}`, /^https:\/\/example\.com\/hook \(ep_\w+\) is deleted with its deliveries\./],
      [`endpoints rotate ${endpoint} --overlap 0`, /receivers refuse webhooks/],
      [`keys revoke ${key}`, /^nightly \(key_\w+\) stops working at once\. The key was never used\./],
      [`secrets revoke ${directoryId} ${id}`, /^sec_\w+ stops working at once/],
      [`secrets regenerate ${directoryId}`, /^1 secret of dir_\w+ stops working at once/],
      ['signing-keys rotate --overlap 0s', /^Every access token stops/],
      [`roles set ${file}`, /^The role gone will be removed/],
      [`policy set ${directoryId} --retention-days 1`, /^The data of everybody who left 1 day ago or earlier/],
    ];
    for (const [command, question] of commands) {
      expect(await cli(command, answer('no')), command).toMatchObject({
        status: 1,
        out: '',
        err: 'Error: Nothing was changed.\n',
      });
      expect(questions.pop(), command).toMatch(question);
    }
    expect((await done(`secrets list ${directoryId} --json`)).json[0].status).toBe('ACTIVE');
    expect((await done('roles list --json')).json).toHaveLength(2);
    await done(`secrets regenerate ${directoryId} --overlap 24h`, answer('no'));
    await done(`endpoints rotate ${endpoint}`, answer('no'));
    await done(`keys revoke ${key} --yes`, answer('no'));
    await done(`roles set ${file}`, answer('yes'));
    expect(questions).toHaveLength(1);
    await done(`endpoints delete ${endpoint}`);
  });

  it('never advises to delete what simulate did not create', async () => {
    const { organizationId } = await app.directory();
    const inside = (await done(`simulate okta --users 2 --org ${organizationId}`)).out;
    const made = /into (dir_\S+)\./.exec(inside)![1]!;
    expect(inside).toContain(`Delete them: rollcall directories delete ${made} --org ${organizationId}`);
    expect(inside).not.toContain('orgs delete');
    const existing = (await done(`simulate azure --users 2 --dir ${made}`)).out;
    expect(existing).not.toContain('delete');
    const alone = (await done('simulate okta --users 1 --leave 1')).out;
    expect(alone).toMatch(/^Pushed 1 person and 1 group into \S+ 1 of the people has left\.$/m);
    const [, own] = /Delete them: rollcall orgs delete (org_\S+)/.exec(alone)!;
    expect(own).not.toBe(organizationId);
  });

  it('says what changed and for whom in the feed', async () => {
    const directory = await app.directory();
    const { organization } = (await app.get(`organizations/${directory.organizationId}`)).body as {
      organization: { display_name: string };
    };
    const id = await app.user(directory, 'eve@example.com', { name: { formatted: 'Eve' }, title: 'Associate' });
    await app.scim(directory, 'PATCH', `Users/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'Manager' }],
    });
    await app.events(`directory_id=${directory.directoryId}`, 2);
    const { out } = await done(`events tail --from-start --no-follow --dir ${directory.directoryId}`);
    expect(out).toMatch(/user_updated +Eve +title Associate → Manager$/m);
    expect(out).toContain(organization.display_name);
    expect(out).not.toMatch(/(evt|dir|org)_/);
  });

  it.each([
    ['events tail --no-follow --dir dir_nope', 'There is no directory dir_nope.'],
    ['events tail --from-start --dir dir_nope', 'There is no directory dir_nope.'],
    ['events tail --org org_nope', 'org_nope'],
    ['listen --forward http://127.0.0.1:1 --dir dir_nope', 'There is no directory dir_nope.'],
    ['audit list --dir dir_nope', 'There is no directory dir_nope.'],
    ['audit list --org org_nope', 'org_nope'],
    ['audit export --org org_absent', 'org_absent'],
    ['audit verify --org org_absent', 'org_absent'],
    ['endpoints list --org org_nope', 'org_nope'],
    ['endpoints create https://example.com --dir dir_nope', 'directory_id: there is no such directory'],
    ['endpoints create https://example.com --org org_nope', 'organization_id: there is no such organization'],
    ['directories list --org org_nope', 'org_nope'],
    ['portal-links list org_nope', 'org_nope'],
    ['keys create --orgs org_nope', 'organization_ids: must name organizations that exist'],
    ['simulate okta --dir dir_nope', 'There is no directory dir_nope.'],
    ['deliveries list ep_nope', 'ep_nope'],
    ['resends list ep_nope', 'ep_nope'],
    ['replay ep_nope --since 1h', 'ep_nope'],
    ['requests list dir_nope', 'There is no directory dir_nope.'],
  ])('names what does not exist: %s', async (args, words) => {
    const { status, out, err } = await cli(args);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(words);
  });

  it('knows a group that does not exist from one without members, and what was deleted by its events', async () => {
    const { directoryId } = await app.directory();
    expect(await cli(`users list ${directoryId} --group dirgroup_nope`)).toMatchObject({ status: 1, out: '' });
    expect((await done(`events tail --no-follow --dir ${directoryId}`)).out).toBe('');
    await done(`directories delete ${directoryId} --yes`);
    const gone = ['events tail --from-start --no-follow', 'audit list'];
    await until(async () => {
      for (const command of gone) expect((await done(`${command} --dir ${directoryId}`)).out).not.toBe('');
    });
  });

  it('signs with the same secret at every listen', async () => {
    const listen = async () => {
      const stop = new AbortController();
      stop.abort(new Error('stopped'));
      const { out } = await cli('listen --forward http://127.0.0.1:1 --from-start', { signal: stop.signal });
      return /whsec_\S+/.exec(out)?.[0];
    };
    const first = await listen();
    expect(first).toBeDefined();
    expect(await listen()).toBe(first);
    expect(readFileSync(join(scratch, 'listen-secret'), 'utf8').trim()).toBe(first);
    expect(statSync(join(scratch, 'listen-secret')).mode & 0o077).toBe(0);
  });

  it('finds the Rollcall that runs in this folder', async () => {
    const { announce, release } = claimDataDirectory(scratch);
    writeFileSync(join(scratch, 'secrets.json'), JSON.stringify({ apiKey: API_KEY }));
    announce(app.api.url);
    try {
      await done('orgs list', { env: { ROLLCALL_DATA_DIR: scratch } });
      expect((await done('doctor', { env: { ROLLCALL_DATA_DIR: scratch } })).out).toContain(app.api.url);
      const away = await cli('orgs list --url http://127.0.0.1:9999/', { env: { ROLLCALL_DATA_DIR: scratch } });
      expect(away.status).toBe(2);
      const words = `The key in ${scratch} belongs to ${app.api.url}. Set ROLLCALL_API_KEY for http://127.0.0.1:9999.`;
      expect(away.err).toContain(`Error: ${words}\n`);
      // The environment wins.
      expect(await cli('orgs list', { env: { ROLLCALL_DATA_DIR: scratch, ROLLCALL_API_KEY: 'wrong' } })).toMatchObject({
        status: 4,
      });
    } finally {
      release();
    }
    const alone = await cli('orgs list', { env: { ROLLCALL_DATA_DIR: scratch } });
    expect(alone).toMatchObject({ status: 3 });
    expect(alone.err).toContain('No Rollcall runs in this folder');
    const named = await cli('orgs list', { env: { ROLLCALL_DATA_DIR: scratch, ROLLCALL_URL: app.api.url } });
    expect(named).toMatchObject({
      status: 2,
      err: expect.stringContaining(`Set ROLLCALL_API_KEY for ${app.api.url}.`),
    });
    await done(`--url ${app.api.url} --json orgs list`, { env: { ROLLCALL_API_KEY: API_KEY } });
  });
});
