import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Attribute, Change, EqualityFilter } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS, type Connector, ConnectorRegistry } from '#connectors';
import { hasSlapd, READER, Slapd, SUFFIX } from '../emulators/ldap/slapd.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
const tlsFile = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
const PEOPLE = `ou=people,${SUFFIX}`;
const GROUPS = `ou=groups,${SUFFIX}`;

describe.skipIf(!hasSlapd)('a real OpenLDAP', () => {
  let slapd: Slapd;
  const open: Connector[] = [];

  const connectorOf = (more: Record<string, unknown> = {}, secrets = {}): Connector => {
    const connector = registry.create(
      'LDAP',
      { ...slapd.settings, ...more },
      { ...slapd.secrets, ...secrets },
      plainPorts(),
    );
    open.push(connector);
    return connector;
  };

  const addPerson = (uid: string, more: Record<string, string> = {}, mail = [`${uid}@acme.com`]) =>
    slapd.edit((client) =>
      client.add(`uid=${uid},${PEOPLE}`, {
        objectClass: ['inetOrgPerson'],
        uid,
        cn: `Person ${uid}`,
        sn: uid,
        ...(mail.length > 0 ? { mail } : {}),
        ...more,
      }),
    );

  const change = (dn: string, type: string, values: string[]) =>
    slapd.edit((client) =>
      client.modify(dn, new Change({ operation: 'replace', modification: new Attribute({ type, values }) })),
    );

  beforeAll(async () => {
    slapd = await Slapd.start({ tls: { certificate: tlsFile('cert.pem'), key: tlsFile('key.pem') } });
    await addPerson('ada', { givenName: 'Ada', title: 'Engineer', departmentNumber: 'R&D' });
    await addPerson('bob', { manager: `uid=ada,${PEOPLE}` });
    await addPerson('zoe', { cn: 'Zoë' }, []);
  });

  afterAll(async () => {
    for (const connector of open) await connector.close!();
    await slapd.stop();
  });

  it('lists people with an id that does not change', async () => {
    const users = await collected(connectorOf().users(listContext()));
    expect(users.map(({ resource }) => resource['userName'])).toEqual(['ada', 'bob', 'zoe']);
    expect(users[0]!.resource).toMatchObject({
      externalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      active: true,
      title: 'Engineer',
      emails: [{ value: 'ada@acme.com' }],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D' },
    });
    expect(users[1]!.resource).toMatchObject({
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: `uid=ada,${PEOPLE}` } },
    });
    expect(users[2]!.resource).not.toHaveProperty('emails');
  });

  it('keeps the id when an entry is renamed and moved', async () => {
    await addPerson('mov');
    const idOf = async () =>
      (await collected(connectorOf().users(listContext()))).find(({ resource }) =>
        /mov/.test(String(resource['userName'])),
      )!.resource['externalId'];
    const before = await idOf();
    await slapd.edit(async (client) => {
      await client.add(`ou=sales,${PEOPLE}`, { objectClass: 'organizationalUnit', ou: 'sales' });
      await client.modifyDN(`uid=mov,${PEOPLE}`, `uid=moved,ou=sales,${PEOPLE}`);
    });
    expect(await idOf()).toBe(before);
    await slapd.edit((client) => client.del(`uid=moved,ou=sales,${PEOPLE}`));
  });

  it('lists groups of every kind, whose members are references of people', async () => {
    await slapd.edit(async (client) => {
      await client.add(`cn=names,${GROUPS}`, {
        objectClass: 'groupOfNames',
        cn: 'names',
        member: [`uid=ADA,${PEOPLE}`, `cn=unique,${GROUPS}`],
      });
      await client.add(`cn=unique,${GROUPS}`, {
        objectClass: 'groupOfUniqueNames',
        cn: 'unique',
        uniqueMember: [`uid=bob,${PEOPLE}#'0101'B`],
      });
      await client.add(`cn=posix,${GROUPS}`, {
        objectClass: 'posixGroup',
        cn: 'posix',
        gidNumber: '1',
        memberUid: ['ada', 'zoe'],
      });
    });
    const users = await collected(connectorOf().users(listContext()));
    const names = (members: string[]) =>
      members.map(
        (member) => users.find(({ references }) => references!.includes(member))?.resource['userName'] ?? 'nobody',
      );
    const groups = await collected(connectorOf().groups!(listContext()));
    const shown = groups.map(({ resource, members, nested }) => [resource['displayName'], names(members), nested]);
    expect(shown).toEqual([
      ['names', ['ada', 'nobody'], undefined],
      ['unique', ['bob'], undefined],
      ['posix', ['ada', 'zoe'], undefined],
    ]);
  });

  // OpenLDAP folds letter by letter: it leaves a final sigma and a sharp s apart, which RFC 4518 does not.
  it.each([
    ['two spaces and one', 'Grace  H', 'cn=Grace H'],
    ['one space and three', 'Grace H', 'CN=grace   h'],
    ['a no-break space', 'Grace H', 'cn=Grace\u00A0H'],
    ['small letters and capitals', '\u039D\u0399\u039A\u039F\u03A3', 'cn=\u03BD\u03B9\u03BA\u03BF\u03C3'],
    ['composed and decomposed letters', 'Zo\u00EB', 'cn=ZOE\u0308'],
    ['full-width letters', 'Grace', 'cn=\uFF27race'],
    ['an escaped separator', 'Hopper, Grace', String.raw`cn=Hopper\2C  grace`],
  ])('finds a member whose name has %s, where the server does', async (_what, cn, member) => {
    const person = `cn=${cn.replace(',', String.raw`\,`)},${PEOPLE}`;
    const group = `cn=spelling,${GROUPS}`;
    await slapd.edit((client) => client.add(person, { objectClass: ['inetOrgPerson'], cn, sn: 'x', uid: 'spelled' }));
    try {
      const attributes = { objectClass: 'groupOfNames', cn: 'spelling', member: [`${member},${PEOPLE}`] };
      await slapd.edit((client) => client.add(group, attributes));
      const byServer = await slapd.edit((client) =>
        client.search(GROUPS, { filter: new EqualityFilter({ attribute: 'member', value: person }) }),
      );
      const connector = connectorOf();
      const { references } = (await collected(connector.users(listContext()))).find(
        ({ resource }) => resource['userName'] === 'spelled',
      )!;
      const [listed] = (await collected(connector.groups!(listContext()))).filter(
        ({ resource }) => resource['displayName'] === 'spelling',
      );
      expect([byServer.searchEntries.length, references]).toEqual([1, expect.arrayContaining(listed!.members)]);
    } finally {
      await slapd.edit(async (client) => {
        await client.del(group).catch(() => {});
        await client.del(person);
      });
    }
  });

  it('names nested groups where the settings say so', async () => {
    const groups = await collected(connectorOf({ nested_groups: true }).groups!(listContext()));
    const unique = groups.find(({ resource }) => resource['displayName'] === 'unique')!;
    expect(groups.find(({ resource }) => resource['displayName'] === 'names')!.nested).toContain(unique.references![0]);
  });

  it('lists more than a page, in pages', async () => {
    await slapd.edit(async (client) => {
      for (let at = 0; at < 1_100; at += 1)
        await client.add(`uid=n${at},${PEOPLE}`, { objectClass: ['inetOrgPerson'], uid: `n${at}`, cn: 'N', sn: 'N' });
    });
    const pages = [];
    for await (const { items } of connectorOf({ user_filter: '(uid=n*)' }).users(listContext()))
      pages.push(items.length);
    expect(pages).toEqual([500, 500, 100]);
  });

  it('is read over StartTLS and ldaps with the CA, and not without', async () => {
    const ca = readFileSync(tlsFile('cert.pem'), 'utf8');
    const filter = { user_filter: '(uid=ada)' };
    const startTls = { ...filter, url: `ldap://localhost:${slapd.port}`, start_tls: true };
    const ldaps = { ...filter, url: `ldaps://localhost:${slapd.tlsPort}` };
    for (const settings of [startTls, ldaps]) {
      expect(await collected(connectorOf({ ...settings, ca }).users(listContext()))).toHaveLength(1);
      const { checks } = await connectorOf(settings).test(listContext());
      expect(checks).toMatchObject([{ name: 'connect', ok: false, hint: expect.stringContaining('CA') }]);
    }
  });

  describe('in the connection test', () => {
    it('passes with every right', async () => {
      const { checks, counts, sample } = await connectorOf({ user_filter: '(|(uid=ada)(uid=bob))' }).test(
        listContext(),
      );
      expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
        ['connect', true],
        ['sign_in', true],
        ['list_users', true],
        ['read_ids', true],
        ['list_groups', true],
      ]);
      expect(counts).toEqual({ users: 2, groups: 3 });
      expect(sample).toHaveLength(2);
    });

    it('says that the password is wrong, without the password', async () => {
      const { checks } = await connectorOf({}, { bind_password: 'a-wrong-one' }).test(listContext());
      expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
        ['connect', true],
        ['sign_in', false],
      ]);
      expect(JSON.stringify(checks)).not.toContain('a-wrong-one');
    });

    it('says that nobody listens', async () => {
      const { checks } = await connectorOf({ url: 'ldap://127.0.0.1:1' }).test(listContext());
      expect(checks).toMatchObject([{ name: 'connect', ok: false, hint: expect.stringContaining('port') }]);
    });

    it('says that the base DN does not exist', async () => {
      const { checks } = await connectorOf({ group_base_dn: `ou=nowhere,${SUFFIX}` }).test(listContext());
      expect(checks.at(-1)).toMatchObject({ name: 'list_groups', ok: false, hint: expect.stringContaining('base DN') });
    });
  });

  it('is no listing when the server ends it at its limit', async () => {
    const limited = await Slapd.start({ unlimited: false });
    try {
      await limited.edit(async (client) => {
        for (let at = 0; at < 600; at += 1)
          await client.add(`uid=n${at},${PEOPLE}`, { objectClass: ['inetOrgPerson'], uid: `n${at}`, cn: 'N', sn: 'N' });
      });
      const connector = registry.create('LDAP', limited.settings, limited.secrets, plainPorts());
      open.push(connector);
      await expect(collected(connector.users(listContext()))).rejects.toMatchObject({
        code: 'incomplete_listing',
        hint: expect.stringContaining('limits'),
      });
    } finally {
      await limited.stop();
    }
  });

  it('is no listing when the server stops within it', async () => {
    const dying = await Slapd.start();
    await dying.edit(async (client) => {
      for (let at = 0; at < 600; at += 1)
        await client.add(`uid=n${at},${PEOPLE}`, { objectClass: ['inetOrgPerson'], uid: `n${at}`, cn: 'N', sn: 'N' });
    });
    const connector = registry.create('LDAP', dying.settings, dying.secrets, plainPorts());
    const pages = connector.users(listContext())[Symbol.asyncIterator]();
    expect((await pages.next()).value.items).toHaveLength(500);
    await dying.stop();
    await expect(pages.next()).rejects.toMatchObject({ code: 'incomplete_listing' });
    await connector.close!();
  });

  it('deactivates by an attribute that the settings name', async () => {
    await change(`uid=bob,${PEOPLE}`, 'employeeType', ['inactive']);
    const users = await collected(connectorOf({ attributes: { active: 'employeeType' } }).users(listContext()));
    expect(users.find(({ resource }) => resource['userName'] === 'bob')!.resource['active']).toBe(false);
    expect(READER.dn).toContain(SUFFIX);
  });
});
