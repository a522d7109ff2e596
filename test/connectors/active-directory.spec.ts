import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangePage, CONNECTORS, type Connector, ConnectorRegistry, type SourceUser } from '#connectors';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adComputer, adGroup, adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
const STAFF = `OU=Staff,${NC}`;
const dnOf = (account: string, unit = STAFF) => `CN=${account},${unit}`;

let server: AdServer;
const open: Connector[] = [];

const connectorOf = (more: Record<string, unknown> = {}, provider = 'LDAP'): Connector => {
  const connector = registry.create(provider, { ...server.settings, ...more }, server.secrets, plainPorts());
  open.push(connector);
  return connector;
};

const addUser = (account: string, more = {}) => server.directory.add(dnOf(account), adUser(account, more));
const namesOf = (users: SourceUser[]) => users.map(({ resource }) => String(resource['userName']).split('@')[0]);

beforeAll(async () => {
  server = await new AdServer().listen();
});

beforeEach(async () => {
  await closeAll();
  const fresh = new AdServer();
  await server.close();
  server = await fresh.listen();
  addUser('ada', { manager: dnOf('bob') });
  addUser('bob', { userAccountControl: '514' });
  server.directory.add(`CN=pc1,${NC}`, adComputer('pc1'));
  server.directory.add(`CN=friend,${NC}`, { objectClass: ['contact'], objectCategory: 'person', cn: 'friend' });
});

afterAll(async () => {
  await closeAll();
  await server.close();
});

async function closeAll() {
  for (const connector of open.splice(0)) await connector.close!();
}

async function changesSince(connector: Connector, mark: string) {
  const changes = connector.changes!(mark, listContext());
  const pages: ChangePage[] = [];
  for (;;) {
    const { value, done } = await changes.next();
    if (done)
      return {
        next: value,
        users: namesOf(pages.flatMap(({ users }) => users)),
        groups: pages.flatMap(({ groups = [] }) => groups).map(({ resource }) => resource['displayName']),
        gone: pages.flatMap(({ gone = [] }) => gone),
      };
    pages.push(value);
  }
}

const idOf = async (account: string) =>
  (await collected(connectorOf().users(listContext()))).find((user) => namesOf([user])[0] === account)!.resource[
    'externalId'
  ];

describe('users', () => {
  it.each(['LDAP', 'MICROSOFT_AD'])(
    'of a %s directory are people, neither computers nor contacts',
    async (provider) => {
      const users = await collected(connectorOf({}, provider).users(listContext()));
      expect(namesOf(users)).toEqual(['ada', 'bob']);
      expect(users.map(({ resource }) => resource['active'])).toEqual([true, false]);
      expect(users[0]!.resource).toMatchObject({
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: dnOf('bob') } },
      });
    },
  );

  it('come in pages, and a page without entries is not the end', async () => {
    for (let at = 0; at < 1_200; at += 1) addUser(`u${at}`);
    server.sendsEmptyPages = true;
    expect(await collected(connectorOf().users(listContext()))).toHaveLength(1_202);
  });

  it('are no listing when the connection ends between two pages (LD-T9)', async () => {
    for (let at = 0; at < 1_200; at += 1) addUser(`u${at}`);
    server.pagesUntilCut = 2;
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'incomplete_listing' });
  });

  it('keep their id when they are renamed and moved (LD-T2)', async () => {
    const before = await idOf('ada');
    server.directory.move(dnOf('ada'), dnOf('Ada King', `OU=Nobles,${NC}`));
    expect(await idOf('ada')).toBe(before);
  });
});

describe('groups', () => {
  it('have all of 3,201 members, which come in ranges (LD-T1)', async () => {
    const members = Array.from({ length: 3_201 }, (_, at) => dnOf(`u${at}`));
    server.directory.add(`CN=all,${NC}`, adGroup('all', members));
    const [group] = await collected(connectorOf().groups!(listContext()));
    expect(new Set(group!.members).size).toBe(3_201);
    expect(group).toMatchObject({
      resource: { displayName: 'all', externalId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it('name the groups within them, in a circle too, where the settings say so (LD-T11)', async () => {
    server.directory.add(`CN=a,${NC}`, adGroup('a', [dnOf('ada'), `CN=b,${NC}`]));
    server.directory.add(`CN=b,${NC}`, adGroup('b', [dnOf('bob'), `CN=a,${NC}`]));
    const groups = await collected(connectorOf({ nested_groups: true }).groups!(listContext()));
    const [a, b] = groups;
    expect(a!.nested).toContain(b!.references![0]);
    expect(b!.nested).toContain(a!.references![0]);
    const [plain] = await collected(connectorOf().groups!(listContext()));
    expect(plain).not.toHaveProperty('nested');
  });
});

describe('changes', () => {
  it('are those since the mark: new, changed, disabled, deleted, and moved away', async () => {
    for (const account of ['dis', 'del', 'mov', 'same']) addUser(account);
    server.directory.add(`CN=g,${NC}`, adGroup('g', [dnOf('ada')]));
    const base = { user_base_dn: STAFF };
    const ids = { del: await idOf('del'), mov: await idOf('mov') };
    const connector = connectorOf(base);
    const mark = (await connector.mark!(listContext()))!;

    addUser('new');
    server.directory.change(dnOf('dis'), { userAccountControl: '514' });
    server.directory.remove(dnOf('del'));
    server.directory.move(dnOf('mov'), dnOf('mov', `OU=Leavers,${NC}`));
    server.directory.change(`CN=g,${NC}`, { member: [dnOf('ada'), dnOf('new')] });
    const later = connectorOf(base);
    const { users, groups, gone, next } = await changesSince(later, mark);
    expect(new Set(users)).toEqual(new Set(['new', 'dis']));
    expect(groups).toEqual(['g']);
    expect(new Set(gone)).toEqual(new Set([ids.del, ids.mov]));
    const again = await changesSince(connectorOf(base), next);
    expect([...again.users, ...again.gone].length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['another domain controller answers (LD-T4)', () => (server.directory.dnsHostName = 'dc2.acme.com')],
    ['the domain controller was restored', () => (server.directory.invocationId = Buffer.alloc(16, 7))],
    ['deleted objects can no longer be read', () => (server.directory.showsDeleted = false)],
  ])('are not told when %s', async (_what, happens) => {
    const mark = (await connectorOf().mark!(listContext()))!;
    happens();
    await expect(changesSince(connectorOf(), mark)).rejects.toMatchObject({ code: 'mark_expired' });
  });

  it('have no mark where deleted accounts could not be seen: every sync lists everything then', async () => {
    server.directory.showsDeleted = false;
    expect(await connectorOf().mark!(listContext())).toBeUndefined();
  });
});

describe('the connection test', () => {
  it('passes with every right', async () => {
    const { checks, counts } = await connectorOf().test(listContext());
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual([
      'connect',
      'sign_in',
      'list_users',
      'read_ids',
      'read_status',
      'list_groups',
      'read_deleted',
    ]);
    expect(counts).toEqual({ users: 2, groups: 0 });
  });

  it('says that an attribute may not be read', async () => {
    for (const account of ['ada', 'bob']) server.directory.change(dnOf(account), { userAccountControl: [] });
    const { checks } = await connectorOf().test(listContext());
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'read_status', message: expect.stringContaining('userAccountControl') },
    ]);
  });
});
