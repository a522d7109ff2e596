import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTORS, type Connector, ConnectorRegistry } from '#connectors';
import { WorkdayEmulator, workdayRow } from '../emulators/workday/workday-emulator.js';
import { collected, listContext, plainPorts } from './plain-ports.js';

const registry = new ConnectorRegistry(CONNECTORS);
let workday: WorkdayEmulator;

const connectorOf = (
  more: Record<string, unknown> = {},
  secrets: Record<string, unknown> = workday.secrets,
): Connector => registry.create('WORKDAY', { ...workday.settings, ...more }, secrets, plainPorts());

beforeAll(async () => {
  workday = await new WorkdayEmulator().listen();
});

beforeEach(() => {
  workday.rows.clear();
  workday.faults.clear();
  workday.entryPresent = true;
});

afterAll(() => workday.close());

describe('workers', () => {
  it('are the rows of the report, which is asked for as JSON', async () => {
    workday.rows.put(workdayRow('21', ['Ada', 'Lovelace'], { Cost_Center_Name: 'R&D', Manager_ID: '9' }));
    workday.rows.put(workdayRow('22', ['Old', 'Hand'], { Active_Status: '0' }));
    const url = workday.reportUrl.replace('?format=json', '');
    const users = await collected(connectorOf({ report_url: url, groups_from: ['department'] }).users(listContext()));
    expect(users).toMatchObject([
      { groups: ['R&D'], resource: { externalId: '21', userName: 'ada.lovelace@acme.com', active: true } },
      { groups: [], resource: { externalId: '22', active: false } },
    ]);
  });

  it('are 100,000 as they arrive', async () => {
    workday.rows.generate(100_000, (at) => workdayRow(`w${at}`, ['P', String(at)]));
    let seen = 0;
    for await (const { items } of connectorOf().users(listContext())) {
      expect(items.length).toBeLessThanOrEqual(500);
      seen += items.length;
    }
    expect(seen).toBe(100_000);
  });

  it('are read with a token of an API client', async () => {
    workday.rows.put(workdayRow('21', ['Ada', 'Lovelace']));
    const { id, secret, refreshToken } = workday.client;
    const secrets = { client_id: id, client_secret: secret, refresh_token: refreshToken };
    const connector = connectorOf({ token_url: workday.tokenUrl }, secrets);
    expect(await collected(connector.users(listContext()))).toHaveLength(1);
    workday.expireTokens();
    expect(await collected(connector.users(listContext()))).toHaveLength(1);
  });

  it.each(['cut', 'half'] as const)('are no listing when the report is %s (WD-T1)', async (kind) => {
    workday.rows.generate(3_000, (at) => workdayRow(`w${at}`, ['P', String(at)]));
    workday.faults.add({ kind });
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'incomplete_listing' });
  });

  it('are no listing without the array, and an empty array is one (WD-T5)', async () => {
    expect(await collected(connectorOf().users(listContext()))).toEqual([]);
    workday.entryPresent = false;
    await expect(collected(connectorOf().users(listContext()))).rejects.toMatchObject({ code: 'incomplete_listing' });
  });

  it('are no listing when the column of the id is another one', async () => {
    workday.rows.put(workdayRow('21', ['Ada', 'Lovelace']));
    const columns = { id: 'Worker_ID', email: 'Work_Email' };
    await expect(collected(connectorOf({ columns }).users(listContext()))).rejects.toMatchObject({
      code: 'malformed_answer',
      hint: expect.stringContaining('Employee_ID'),
    });
  });
});

describe('the connection test', () => {
  it('passes with a report that has the columns', async () => {
    workday.rows.put(workdayRow('21', ['Ada', 'Lovelace'], { Cost_Center_Name: 'R&D' }));
    expect(await connectorOf({ groups_from: ['department'] }).test(listContext())).toMatchObject({
      checks: [
        { name: 'sign_in', ok: true },
        { name: 'list_users', ok: true },
        { name: 'columns', ok: true },
      ],
      counts: { users: 1, groups: 1 },
      sample: [{ resource: { externalId: '21' } }],
    });
  });

  it('says that the password is wrong, without the password', async () => {
    const { checks } = await connectorOf({}, { username: workday.username, password: 'a-wrong-one' }).test(
      listContext(),
    );
    expect(checks).toMatchObject([{ name: 'sign_in', ok: false }]);
    expect(JSON.stringify(checks)).not.toContain('a-wrong-one');
  });

  it('names the columns of the report when one is missing', async () => {
    workday.rows.put(workdayRow('21', ['Ada', 'Lovelace']));
    const { checks } = await connectorOf({ columns: { id: 'Employee_ID', email: 'Mail' } }).test(listContext());
    expect(checks.at(-1)).toMatchObject({ name: 'columns', ok: false, hint: expect.stringContaining('Work_Email') });
  });
});

it('refuses a connection with neither or both ways to sign in', () => {
  const problems = (secrets: Record<string, unknown>, settings = {}) =>
    registry.problems('WORKDAY', { ...workday.settings, ...settings }, secrets, plainPorts()).map(({ field }) => field);
  expect(problems(workday.secrets)).toEqual([]);
  expect(problems({})).toEqual(['secrets']);
  expect(problems({ username: 'x' })).toEqual(['secrets']);
  expect(problems({ client_id: 'x', client_secret: 'y', refresh_token: 'z' })).toEqual(['settings.token_url']);
});
