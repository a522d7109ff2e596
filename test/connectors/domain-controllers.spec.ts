import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ChangePage, CONNECTORS, type Connector, ConnectorRegistry, type SourceUser } from '#connectors';
import { keepFields } from '../../libs/connectors/src/record/kept-fields.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adGroup, adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { CODE } from '../emulators/ldap/ldap-messages.js';
import { until } from '../support/index.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
const STAFF = `OU=Staff,${NC}`;
const DELETED = `CN=Deleted Objects,${NC}`;
const dnOf = (account: string) => `CN=${account},${STAFF}`;

let server: AdServer;
const open: Connector[] = [];

const connectorOf = (more: Record<string, unknown> = {}): Connector => {
  const connector = registry.create('LDAP', { ...server.settings, ...more }, server.secrets, plainPorts());
  open.push(connector);
  return connector;
};
const addUser = (account: string, more = {}) => server.directory.add(dnOf(account), adUser(account, more));
const namesOf = (users: SourceUser[]) => users.map(({ resource }) => String(resource['userName']).split('@')[0]!);

beforeEach(async () => {
  server = await new AdServer().listen();
  addUser('ada');
  addUser('bob');
});

afterEach(async () => {
  for (const connector of open.splice(0)) await connector.close!();
  await server.close();
});

async function changesSince(mark: string, more = {}) {
  const changes = connectorOf(more).changes!(mark, listContext());
  const pages: ChangePage[] = [];
  for (;;) {
    const { value, done } = await changes.next();
    if (done)
      return { users: namesOf(pages.flatMap(({ users }) => users)), gone: pages.flatMap(({ gone = [] }) => gone) };
    pages.push(value);
  }
}

describe('changes', () => {
  it('take nobody for gone who changes while they are asked for', async () => {
    const mark = (await connectorOf().mark!(listContext()))!;
    addUser('new');
    let searches = 0;
    // A login at the same time: the number of the entry grows after the users were asked for.
    server.onSearch = ({ filter }) => {
      if (!filter.toLowerCase().includes('usnchanged')) return;
      searches += 1;
      if (searches === 2) server.directory.change(dnOf('ada'), { lastLogonTimestamp: '1' });
    };
    const { users, gone } = await changesSince(mark);
    expect(users).toContain('new');
    expect(gone).toEqual([]);
    expect(searches).toBeGreaterThan(1);
  });

  it.each([
    ['there is no such object', CODE.noSuchObject],
    ['the account has no access', CODE.insufficientAccess],
    ['the server is unwilling', CODE.unwillingToPerform],
    ['the server does not know the control', CODE.unavailableCriticalExtension],
    ['the server fails', CODE.operationsError],
  ])('have no mark where deleted objects cannot be read: %s', async (_what, code) => {
    server.refusal = { base: DELETED, code };
    expect(await connectorOf().mark!(listContext())).toBeUndefined();
    const { checks } = await connectorOf().test(listContext());
    expect(checks.at(-1)).toMatchObject({ name: 'read_deleted', message: expect.stringContaining('every sync') });
  });
});

describe('people', () => {
  it('whose state may not be read keep the one that they have', async () => {
    server.directory.change(dnOf('bob'), { userAccountControl: [] });
    const users = await collected(connectorOf().users(listContext()));
    const bob = users.find((user) => namesOf([user])[0] === 'bob')!;
    expect(bob.absent).toEqual(['active']);
    const stored = { ...bob.resource, active: false };
    expect(keepFields(bob.resource, bob.absent!, stored)).toEqual(stored);
    expect(users.find((user) => namesOf([user])[0] === 'ada')!.absent).toBeUndefined();
  });

  it('are found in groups under names with commas, quotation marks and letters of any script', async () => {
    const dn = `CN=M\u00fcller\\, J\u00f6rg \\"JM\\" \u738b\\+1,${STAFF}`;
    server.directory.add(dn, adUser('joerg', { manager: dnOf('ada') }));
    // The same name in another spelling: bytes in hexadecimal, marks apart from their letters, other letter case.
    const other = `cn=M\\C3\\BCLLER\\2C Jo\u0308rg \\22jm\\22 \u738b\\2B1 , ${STAFF.toLowerCase()}`;
    server.directory.add(`CN=g,${NC}`, adGroup('g', [other]));
    const users = await collected(connectorOf().users(listContext()));
    const [group] = await collected(connectorOf().groups!(listContext()));
    const joerg = users.find((user) => namesOf([user])[0] === 'joerg')!;
    expect(joerg.references).toContain(group!.members[0]);
  });
});

describe('groups', () => {
  const membersOf = async (name: string): Promise<string[]> => {
    const users = await collected(connectorOf().users(listContext()));
    const parts = await collected(connectorOf().groups!(listContext()));
    const members = parts.filter(({ resource }) => resource['displayName'] === name).flatMap((part) => part.members);
    return namesOf(users.filter(({ references }) => references!.some((reference) => members.includes(reference))));
  };

  it('keep whoever has them as their primary group, which no longer names the person', async () => {
    const everybody = { primaryGroupID: '513' };
    for (const account of ['ada', 'bob']) server.directory.change(dnOf(account), everybody);
    server.directory.add(`CN=Domain Users,${NC}`, adGroup('Domain Users', [], { primaryGroupToken: '513' }));
    server.directory.add(`CN=staff,${NC}`, adGroup('staff', [dnOf('ada'), dnOf('bob')], { primaryGroupToken: '1107' }));
    expect(await membersOf('staff')).toEqual(['ada', 'bob']);
    server.directory.change(dnOf('ada'), { primaryGroupID: '1107' });
    server.directory.change(`CN=staff,${NC}`, { member: [dnOf('bob')] });
    expect(await membersOf('staff')).toEqual(['ada', 'bob']);
    // Everybody's primary group says nothing about anybody.
    expect(await membersOf('Domain Users')).toEqual([]);
  });
});

describe('a server', () => {
  it('that names another one for the base DN is no listing, and the test says so', async () => {
    server.refusal = { base: 'DC=other,DC=com', code: CODE.referral };
    const { checks } = await connectorOf({ base_dn: 'DC=other,DC=com' }).test(listContext());
    expect(checks.find(({ name }) => name === 'list_users')).toMatchObject({
      ok: false,
      message: expect.stringContaining('another server'),
      hint: expect.stringContaining('base DN'),
    });
  });

  it('that shows nobody what it is can be read by what the settings say', async () => {
    const find = server.directory.search.bind(server.directory);
    server.directory.search = (base, ...more) => (base === '' ? undefined : find(base, ...more));
    const connector = connectorOf({ flavor: 'active_directory' });
    expect(await connector.mark!(listContext())).toBeUndefined();
    expect(await collected(connector.users(listContext()))).toHaveLength(2);
  });

  it('that closed an idle connection is asked over a new one', async () => {
    const connector = connectorOf();
    expect(await collected(connector.users(listContext()))).toHaveLength(2);
    server.dropConnections();
    await until(() => expect(server.connections).toBe(0));
    server.directory.add(`CN=g,${NC}`, adGroup('g', [dnOf('ada')]));
    expect(await collected(connector.groups!(listContext()))).toHaveLength(1);
  });

  it.each([
    ['that falls silent within a page', () => (server.fallsSilent = true)],
    ['that never answers who signs in', () => (server.isDeaf = true)],
  ])('%s holds up nobody who does not want to wait any more', async (_what, happens) => {
    happens();
    const stop = new AbortController();
    const reason = new Error('canceled');
    const connector = connectorOf();
    const listing = collected(connector.users({ signal: stop.signal, warn: () => {} }));
    const outcome = expect(listing).rejects.toBe(reason);
    await until(() => expect(server.connections).toBe(1));
    stop.abort(reason);
    await outcome;
    await connector.close!();
    await until(() => expect(server.connections).toBe(0));
  });

  it('that falls silent within a page is waited for no longer than a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const connector = connectorOf();
      await connector.mark!(listContext());
      server.fallsSilent = true;
      const asked = new Promise((resolve) => (server.onSearch = resolve));
      const outcome = expect(collected(connector.users(listContext()))).rejects.toMatchObject({ code: 'timeout' });
      await asked;
      await vi.advanceTimersByTimeAsync(60_000);
      await outcome;
    } finally {
      vi.useRealTimers();
    }
  });

  it.each<[string, object, () => unknown]>([
    ['that never answers who signs in', {}, () => (server.isDeaf = true)],
    ['that begins StartTLS and says nothing any more', { start_tls: true }, () => (server.onStartTls = 'silence')],
  ])('%s is waited for until the time for it is over', async (_what, settings, happens) => {
    happens();
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
    try {
      const outcome = expect(connectorOf({ ...settings }).test(listContext())).resolves.toMatchObject({
        checks: [{ name: 'connect', ok: false, message: expect.stringContaining('in time') }],
      });
      await until(() => expect(server.heard).toBeGreaterThan(0));
      late.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      await outcome;
    } finally {
      timeout.mockRestore();
    }
  });
});
