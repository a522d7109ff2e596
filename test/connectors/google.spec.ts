import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTORS, type Connector, ConnectorRegistry } from '#connectors';
import { googleRateLimit } from '../emulators/google/google-errors.js';
import { GoogleEmulator, SCOPE, SCOPES } from '../emulators/google/google-emulator.js';
import { googleUser, memberOf } from '../emulators/google/google-records.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
let google: GoogleEmulator;

const connectorOf = (more: Record<string, unknown> = {}): Connector =>
  registry.create('GOOGLE', { ...google.settings, ...more }, google.secrets, plainPorts());

const person = (at: number) => googleUser(`g${at}`, `p${at}@acme.com`, ['P', String(at)]);

beforeAll(async () => {
  google = await new GoogleEmulator().listen();
});

beforeEach(() => {
  google.users.clear();
  google.groups.clear();
  google.faults.clear();
  google.tokens.expireAll();
  google.access.scopes = new Set(SCOPES);
  google.access.people.set('admin@acme.com', { administrator: true });
  google.requests.length = 0;
});

afterAll(() => google.close());

describe('users', () => {
  it('come in pages of 500, and 501 people are two pages (GOOG-T1)', async () => {
    google.users.generate(501, person);
    const pages = [];
    for await (const page of connectorOf().users(listContext())) pages.push(page);
    expect(pages.map(({ items }) => items.length)).toEqual([500, 1]);
    expect(pages.map(({ next }) => next !== undefined)).toEqual([true, false]);
    expect(pages[0]!.items[7]).toMatchObject({ resource: { externalId: 'g7' }, references: ['p7@acme.com'] });
  });

  it('go on from a stored page in another connector', async () => {
    google.users.generate(1200, person);
    const first = await connectorOf().users(listContext())[Symbol.asyncIterator]().next();
    const rest = await collected(connectorOf().users(listContext(), first.value.next));
    expect(rest.map(({ resource }) => resource['externalId'])).toEqual(
      Array.from({ length: 700 }, (_, at) => `g${at + 500}`),
    );
  });

  it('are none where the key is missing (GOOG-T3)', async () => {
    expect(await collected(connectorOf().users(listContext()))).toEqual([]);
  });

  it.each([
    ['cut', 'incomplete_listing'],
    ['half', 'incomplete_listing'],
  ] as const)('are no listing when the second page is %s (GOOG-T2)', async (kind, code) => {
    google.users.generate(1200, person);
    google.faults.add({ kind }, { when: 'pageToken', times: Infinity });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code });
  });

  it('are no listing when a page is refused', async () => {
    google.users.generate(1200, person);
    google.faults.add({ kind: 'answer', status: 500 }, { when: 'pageToken', times: Infinity });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'source_unavailable' });
  });

  it('are read on when the token ends in the middle (GOOG-T14)', async () => {
    google.users.generate(1200, person);
    const pages = connectorOf().users(listContext())[Symbol.asyncIterator]();
    await pages.next();
    google.tokens.expireAll();
    expect((await pages.next()).value.items).toHaveLength(500);
  });

  it('are read on after a 403 that means a rate limit (GOOG-T15)', async () => {
    google.users.generate(3, person);
    google.faults.add(googleRateLimit(), { when: '/users' });
    expect(await collected(connectorOf().users(listContext()))).toHaveLength(3);
  });

  it('are asked for by domain where the settings say so', async () => {
    google.users.generate(1, person);
    expect(await collected(connectorOf({ domain: 'acme.com' }).users(listContext()))).toHaveLength(1);
    await expect(collected(connectorOf({ domain: 'other.com' }).users(listContext()))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('groups', () => {
  const [ada, bob] = [person(1), person(2)];
  beforeEach(() => {
    for (const user of [ada, bob]) google.users.put(user);
    google.groups.put({ id: 'inner', email: 'inner@acme.com', name: 'Inner', members: [memberOf(bob)] });
  });

  it('have people, and pass over what is no person (GOOG-T6)', async () => {
    google.groups.put({
      id: 'all',
      email: 'all@acme.com',
      name: 'All',
      members: [
        memberOf(ada),
        { id: 'inner', email: 'inner@acme.com', role: 'MEMBER', type: 'GROUP' },
        { role: 'MEMBER', type: 'CUSTOMER' },
        { id: 'ext', email: 'x@other.com', role: 'MEMBER', type: 'EXTERNAL' },
      ],
    });
    const groups = await collected(connectorOf().groups!(listContext()));
    expect(groups).toContainEqual({
      resource: { externalId: 'all', displayName: 'All' },
      members: ['g1', 'ext'],
      references: ['all@acme.com'],
      everyone: true,
    });
  });

  it('count the members of nested groups where the settings say so, and a circle ends', async () => {
    google.groups.put({
      id: 'outer',
      email: 'outer@acme.com',
      name: 'Outer',
      members: [memberOf(ada), { id: 'inner', role: 'MEMBER', type: 'GROUP' }],
    });
    google.groups.change('inner', { members: [memberOf(bob), { id: 'outer', role: 'MEMBER', type: 'GROUP' }] });
    const groups = await collected(connectorOf({ derived_members: true }).groups!(listContext()));
    const outer = groups.find(({ resource }) => resource['externalId'] === 'outer')!;
    expect(new Set(outer.members)).toEqual(new Set(['g1', 'g2']));
    expect(google.requested('includeDerivedMembership=true').length).toBe(2);
  });

  it('are listed with all their members, in pages of 200', async () => {
    google.groups.generate(250, (at) => ({ id: `n${at}`, email: `n${at}@acme.com`, name: `N${at}`, members: [] }));
    google.groups.put({
      id: 'big',
      email: 'big@acme.com',
      name: 'Big',
      members: Array.from({ length: 450 }, (_, at) => memberOf(person(at))),
    });
    const groups = await collected(connectorOf().groups!(listContext()));
    const big = groups.filter(({ resource }) => resource['externalId'] === 'big');
    expect(big.flatMap(({ members }) => members)).toHaveLength(450);
    expect(new Set(groups.map(({ resource }) => resource['externalId'])).size).toBe(252);
  });

  it('are only those that the settings name, with a warning for one that is gone', async () => {
    const context = listContext();
    const named = { group_filter: ['inner@acme.com', 'gone@acme.com'] };
    const groups = await collected(connectorOf(named).groups!(context));
    expect(groups.map(({ resource }) => resource['displayName'])).toEqual(['Inner']);
    expect(context.warnings).toMatchObject([{ code: 'group_not_found', example: 'gone@acme.com' }]);
  });

  it('are no listing when a page of members fails', async () => {
    google.faults.add({ kind: 'answer', status: 500 }, { when: '/members', times: Infinity });
    await expect(collected(connectorOf().groups!(listContext()))).rejects.toMatchObject({ code: 'source_unavailable' });
  });
});

describe('the connection test', () => {
  it('passes with every right', async () => {
    google.users.put(person(1));
    const report = await connectorOf().test(listContext());
    expect(report.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['sign_in', true],
      ['list_users', true],
      ['list_groups', true],
      ['list_members', true],
    ]);
    expect(report).toMatchObject({ counts: { users: 1, groups: 0 }, sample: [{ resource: { externalId: 'g1' } }] });
  });

  it.each([
    ['group.readonly', 'list_groups'],
    ['group.member.readonly', 'list_members'],
    ['user.readonly', 'list_users'],
  ])('names the scope %s, and where to give it', async (scope, check) => {
    google.access.scopes.delete(SCOPE + scope);
    const { checks } = await connectorOf().test(listContext());
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([check]);
    const { message, hint } = checks.find(({ ok }) => !ok)!;
    expect(message).toContain(SCOPE + scope);
    expect(hint).toContain('domain-wide delegation');
    expect(hint).toContain('110000000000000000001');
  });

  it('says that the delegation is missing', async () => {
    google.access.scopes.clear();
    const { checks } = await connectorOf().test(listContext());
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false, hint: expect.stringContaining('API controls') }]);
  });

  it('says that the administrator is unknown', async () => {
    const { checks } = await connectorOf({ admin_email: 'nobody@acme.com' }).test(listContext());
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false, message: expect.stringContaining('nobody@acme.com') }]);
  });

  it('says that the administrator has no such rights', async () => {
    google.access.people.set('admin@acme.com', { administrator: false });
    const { checks } = await connectorOf().test(listContext());
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['list_users', 'list_groups']);
    expect(checks.find(({ ok }) => !ok)!.hint).toContain('Admin roles');
  });

  it('says that the key is another one, and shows nothing of it', async () => {
    const other = new GoogleEmulator();
    const secrets = { service_account: other.serviceAccount };
    const { checks } = await registry.create('GOOGLE', google.settings, secrets, plainPorts()).test(listContext());
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false, hint: expect.stringContaining('JSON key') }]);
    expect(JSON.stringify(checks)).not.toContain('PRIVATE KEY');
  });
});

describe('notifications', () => {
  const target = { url: 'https://rollcall.example/directory/dir_1/notifications', token: 'channel-token' };

  it('are taken from the channels that were opened, and renewed (GOOG-T10)', async () => {
    const connector = connectorOf();
    const watch = await connector.watch!(target, undefined, listContext());
    expect(Date.parse(watch.expiresAt)).toBeGreaterThan(Date.now() + 47 * 3_600_000);
    const [id] = google.channels.open.keys();
    const check = (headers: Record<string, string>) =>
      connector.checkNotification!({ headers, body: '', watch }, new Date());
    expect(check(google.channels.notification(id!))).toBe('ignore');
    expect(check(google.channels.notification(id!))).toBe('sync');
    expect(check({ ...google.channels.notification(id!), 'x-goog-channel-token': 'guess' })).toBe('refused');
    expect(check({})).toBe('refused');

    const before = [...google.channels.open.keys()];
    const renewed = await connector.watch!(target, watch, listContext());
    expect([...google.channels.open.keys()].some((channel) => before.includes(channel))).toBe(false);
    expect(google.channels.open.size).toBe(before.length);
    expect(renewed['channels']).not.toBe(watch['channels']);
  });
});
