import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTORS, type Connector, ConnectorRegistry } from '#connectors';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
let bob: HiBobEmulator;

const connectorOf = (more: Record<string, unknown> = {}, secrets = {}): Connector =>
  registry.create('HIBOB', { ...bob.settings, ...more }, { ...bob.secrets, ...secrets }, plainPorts());

beforeAll(async () => {
  bob = await new HiBobEmulator().listen();
});

beforeEach(() => {
  bob.people.clear();
  bob.faults.clear();
  bob.hiddenFields.clear();
  bob.names.clear();
  bob.remaining = 50;
  bob.requests.length = 0;
});

afterAll(() => bob.close());

describe('people', () => {
  it('come in one answer, former ones too (HIB-T2), with the values of lists by name', async () => {
    bob.names.set('7002', 'R&D');
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace'], { 'work.department': '7002' }));
    bob.people.put(bobEmployee('2', ['Old', 'Hand'], { 'internal.status': 'Inactive', 'work.department': null }));
    const users = await collected(connectorOf({ groups_from: ['department'] }).users(listContext()));
    expect(users).toMatchObject([
      { groups: ['R&D'], resource: { externalId: '1', active: true } },
      { groups: [], resource: { externalId: '2', active: false } },
    ]);
    expect(bob.requests).toHaveLength(1);
  });

  it('keep the group of a field that may no longer be seen', async () => {
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace'], { 'work.department': 'R&D' }));
    bob.hiddenFields.add('work.department');
    const [user] = await collected(connectorOf({ groups_from: ['department'] }).users(listContext()));
    for (const field of ['department', 'groups']) expect(user!.absent).toContain(field);
  });

  it.each(['cut', 'half'] as const)('are no listing when the answer is %s', async (kind) => {
    bob.people.generate(3_000, (at) => bobEmployee(`b${at}`, ['P', String(at)]));
    bob.faults.add({ kind });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'incomplete_listing' });
  });

  it('are no listing without their ids', async () => {
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace']));
    bob.hiddenFields.add('root.id');
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'malformed_answer' });
  });
});

describe('the connection test', () => {
  it('passes with every right', async () => {
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace']));
    const { checks, counts } = await connectorOf().test(listContext());
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['sign_in', true],
      ['list_users', true],
      ['read_status', true],
      ['read_email', true],
    ]);
    expect(counts).toEqual({ users: 1, groups: 0 });
  });

  it('says that the token is wrong, without the token', async () => {
    const { checks } = await connectorOf({}, { token: 'a-wrong-token' }).test(listContext());
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false, hint: expect.stringContaining('Service users') }]);
    expect(JSON.stringify(checks)).not.toContain('a-wrong-token');
  });

  it('says which field is hidden, and where to show it', async () => {
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace'], { 'work.title': 'X' }));
    bob.hiddenFields.add('internal.status').add('work.title');
    const { checks } = await connectorOf({ fields: { title: 'work.title' } }).test(listContext());
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'read_status', hint: expect.stringContaining('internal.status') },
      { name: 'read_fields', hint: expect.stringContaining('Permission groups') },
    ]);
  });
});
