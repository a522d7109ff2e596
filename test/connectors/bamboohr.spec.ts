import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangePage, CONNECTORS, type Connector, ConnectorRegistry, type SourceUser } from '#connectors';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { rateLimited } from '../emulators/fault.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
let bamboo: BambooHrEmulator;

const connectorOf = (more: Record<string, unknown> = {}, secrets = {}): Connector =>
  registry.create('BAMBOOHR', { ...bamboo.settings, ...more }, { ...bamboo.secrets, ...secrets }, plainPorts());

beforeAll(async () => {
  bamboo = await new BambooHrEmulator().listen();
});

beforeEach(() => {
  bamboo.employees.clear();
  bamboo.faults.clear();
  bamboo.hiddenFields.clear();
  bamboo.directoryShared = true;
  bamboo.requests.length = 0;
});

afterAll(() => bamboo.close());

async function changesSince(connector: Connector, mark: string) {
  const changes = connector.changes!(mark, listContext());
  const pages: ChangePage[] = [];
  for (;;) {
    const { value, done } = await changes.next();
    if (done)
      return { next: value, users: pages.flatMap(({ users }) => users), gone: pages.flatMap(({ gone = [] }) => gone) };
    pages.push(value);
  }
}

const idsOf = (users: SourceUser[]) => users.map(({ resource }) => resource['externalId']);

describe('employees', () => {
  it('are read from the directory, each with the fields that the directory does not show', async () => {
    bamboo.employees.add(
      bambooEmployee('1', ['Ada', 'Lovelace'], {
        department: 'R&D',
        location: 'London',
        supervisorEId: '2',
        terminationDate: '2026-12-31',
      }),
    );
    bamboo.employees.add(bambooEmployee('2', ['Grace', 'Hopper'], { workEmail: null }));
    bamboo.employees.add(bambooEmployee('3', ['Old', 'Hand'], { status: 'Inactive' }));
    const users = await collected(connectorOf({ groups_from: ['department', 'location'] }).users(listContext()));
    expect(idsOf(users)).toEqual(['1', '2']);
    expect(users[0]).toMatchObject({
      groups: ['R&D', 'London'],
      resource: {
        userName: 'ada.lovelace@acme.com',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: '2' } },
        'urn:rollcall:schemas:source:1.0:User': { termination_date: '2026-12-31' },
      },
    });
    expect(users[1]).toMatchObject({ groups: [], resource: { userName: '2' } });
  });

  it('are found by their changes where the directory is not shared (BHR-T5)', async () => {
    bamboo.directoryShared = false;
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace']));
    bamboo.employees.population.generate(
      3,
      (at) => bambooEmployee(`${at + 10}`, ['P', String(at)]),
      (id) => Number(id) - 10,
    );
    const users = await collected(connectorOf().users(listContext()));
    expect(idsOf(users)).toEqual(['1', '10', '11', '12']);
  });

  it.each(['cut', 'half'] as const)('are no listing when the directory is %s', async (kind) => {
    for (let at = 0; at < 20; at += 1) bamboo.employees.add(bambooEmployee(`${at}`, ['P', String(at)]));
    bamboo.faults.add({ kind }, { when: '/directory', times: Infinity });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'incomplete_listing' });
  });

  it('are no listing when one of them cannot be read', async () => {
    for (let at = 0; at < 20; at += 1) bamboo.employees.add(bambooEmployee(`${at}`, ['P', String(at)]));
    bamboo.faults.add({ kind: 'answer', status: 500 }, { when: '/employees/7?', times: Infinity });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'source_unavailable' });
  });

  it('are read on after 429 and 503', async () => {
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace']));
    bamboo.faults.add(rateLimited('0'), { when: '/employees/1?' });
    bamboo.faults.add(rateLimited(undefined, 503), { when: '/employees/1?' });
    expect(await collected(connectorOf().users(listContext()))).toHaveLength(1);
  });
});

describe('changes', () => {
  it('are those since the mark, in the encoding that BambooHR wants (BHR-T3)', async () => {
    bamboo.employees.population.generate(
      5,
      (at) => bambooEmployee(`${at + 10}`, ['P', String(at)]),
      (id) => Number(id) - 10,
    );
    const connector = connectorOf();
    const mark = (await connector.mark!(listContext()))!;
    expect(mark).toMatch(/Z$/);
    expect(await changesSince(connector, mark)).toMatchObject({ users: [], gone: [] });

    bamboo.employees.change('11', { jobTitle: 'Chief' });
    bamboo.employees.change('12', { status: 'Inactive' });
    bamboo.employees.remove('13');
    bamboo.employees.add(bambooEmployee('99', ['New', 'Hire']));
    bamboo.employees.add(bambooEmployee('98', ['Short', 'Stay']));
    bamboo.employees.remove('98');
    const { users, gone, next } = await changesSince(connector, mark);
    expect(new Set(idsOf(users))).toEqual(new Set(['11', '12', '99']));
    expect(users.find(({ resource }) => resource['externalId'] === '12')!.resource['active']).toBe(false);
    expect(new Set(gone)).toEqual(new Set(['13', '98']));
    expect(Date.parse(next)).toBeGreaterThan(Date.parse(mark));
  });

  it('of the second of the mark are not lost', async () => {
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace']));
    const connector = connectorOf();
    const mark = (await connector.mark!(listContext()))!;
    bamboo.employees.change('1', { jobTitle: 'Countess' });
    expect(idsOf((await changesSince(connector, mark)).users)).toEqual(['1']);
  });
});

describe('the connection test', () => {
  it('passes with every right', async () => {
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace'], { department: 'R&D' }));
    expect(await connectorOf().test(listContext())).toMatchObject({
      checks: [
        { name: 'sign_in', ok: true },
        { name: 'list_users', ok: true },
        { name: 'read_fields', ok: true },
      ],
      counts: { users: 1, groups: 1 },
      sample: [{ resource: { externalId: '1' } }],
    });
  });

  it('says that the key is wrong, without the key', async () => {
    const { checks } = await connectorOf({}, { api_key: 'a-wrong-key' }).test(listContext());
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false, hint: expect.stringContaining('API Keys') }]);
    expect(JSON.stringify(checks)).not.toContain('a-wrong-key');
  });

  it('says which field is hidden, and where to show it', async () => {
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace']));
    bamboo.hiddenFields.add('status');
    const { checks } = await connectorOf().test(listContext());
    expect(checks.at(-1)).toMatchObject({
      ok: false,
      message: expect.stringContaining('status'),
      hint: expect.stringContaining('Access Levels'),
    });
  });

  it('says that the directory is not shared, which is no fault', async () => {
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace']));
    bamboo.directoryShared = false;
    const { checks, counts } = await connectorOf().test(listContext());
    expect(checks[1]).toMatchObject({ name: 'list_users', ok: true, message: expect.stringContaining('not shared') });
    expect(counts.users).toBe(1);
  });
});

describe('notifications', () => {
  const body = '{"employees":[{"id":"1","action":"Updated"}]}';
  const now = new Date('2026-11-28T12:00:00Z');
  const check = (headers: Record<string, string>, text = body, secrets = {}) =>
    connectorOf({}, secrets).checkNotification!({ headers, body: text }, now);

  it('are believed by their signature, for some minutes (BHR-T4)', () => {
    const headers = bamboo.notification(body, now);
    expect(check(headers)).toBe('sync');
    expect(check(headers, `${body} `)).toBe('refused');
    expect(check({ ...headers, 'x-bamboohr-timestamp': String(now.getTime() / 1000 + 1) })).toBe('refused');
    expect(check(bamboo.notification(body, new Date(now.getTime() - 600_000)))).toBe('refused');
    expect(check({})).toBe('refused');
    expect(check(headers, body, { webhook_key: undefined })).toBe('refused');
  });
});
