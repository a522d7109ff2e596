import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { createPool } from '#persistence';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { runSql, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const LEAVES = 'urn:example:2.0:User';
const GRACEFUL = { departure: 'graceful', departure_attribute: `${LEAVES}:lastDay` };

let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
  const environment = loadEnvironment({
    DATABASE_URL: app.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  worker = await startWorker(environment, { logger: false });
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});
beforeEach(async () => {
  directory = await app.directory();
});

const put = (policy: object) => app.call('PUT', `/api/v1/${directory.path}/policy`, policy);
const userOf = async (id: string) => (await app.get(`${directory.path}/users/${id}`)).body.user;
const patch = (id: string, path: string, value: unknown) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path, value }],
  });
const leaving = (name: string, lastDay: string) => app.user(directory, name, { [LEAVES]: { lastDay } });
const eventsOf = async (id: string) =>
  (await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.events
    .filter(({ data }: { data: { id: string } }) => data.id === id)
    .map(({ type, data }: { type: string; data: { reason?: string } }) =>
      [type.replace('organization.directory.', ''), data.reason].filter(Boolean).join(' '),
    );
/** Without the changes in between: whether a new date is announced depends on whether the date has passed when it arrives. */
const comingsOf = async (id: string) => (await eventsOf(id)).filter((type: string) => type !== 'user_updated');
const settled = () =>
  until(async () => {
    const [row] = await runSql(app.database.url, 'SELECT count(*)::int AS left FROM pending_recomputations');
    expect(row).toEqual({ left: 0 });
  });
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('a policy', () => {
  it('is the default one until it is set, and is replaced as a whole', async () => {
    const defaults = {
      on_deactivate: 'delete_event',
      departure: 'immediate',
      departure_attribute: null,
      time_zone: 'UTC',
      notify: [],
      retention_days: null,
      mass_leave_limit: 50,
      hold: false,
      departure_warnings: 0,
      sync_review: { percent: 20, count: 10 },
    };
    expect((await app.get(`${directory.path}/policy`)).body).toEqual({ policy: defaults });
    const warning = expect.stringContaining('SMTP_URL');
    const policy = {
      ...defaults,
      ...GRACEFUL,
      notify: ['manager', 'it'],
      retention_days: 90,
      time_zone: 'Europe/Berlin',
    };
    expect(await put(policy)).toMatchObject({ status: 200, body: { policy } });
    expect((await app.get(`${directory.path}/policy`)).body).toEqual({ policy: { ...policy, warning } });
    expect((await put({ on_deactivate: 'update_event' })).body.policy).toEqual({
      ...defaults,
      on_deactivate: 'update_event',
    });
  });

  it('may be sent back as it was answered', async () => {
    await put({ on_deactivate: 'update_event', mass_leave_limit: 7 });
    const answered = (await app.get(`${directory.path}/policy`)).body;
    expect((await put(answered)).body).toEqual(answered);
    expect(answered.policy).toMatchObject({ on_deactivate: 'update_event', mass_leave_limit: 7 });
  });

  it.each([
    [{ on_deactivate: 'nothing' }, 'on_deactivate'],
    [{ departure: 'graceful' }, 'departure_attribute'],
    [{ departure: 'graceful', departure_attribute: 'shoe' }, 'departure_attribute'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ notify: ['everybody'] }, 'notify'],
    [{ retention_days: 0 }, 'retention_days'],
    [{ mass_leave_limit: 'many' }, 'mass_leave_limit'],
    [{ hold: 'yes' }, 'hold'],
  ])('such as %j is refused by name', async (policy, field) => {
    const reply = await put(policy);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });

  it('of another organization is not found', async () => {
    const other = await app.directory();
    const path = `organizations/${other.organizationId}/directories/${directory.directoryId}/policy`;
    expect((await app.get(path)).status).toBe(404);
    expect((await app.call('PUT', `/api/v1/${path}`, {})).status).toBe(404);
  });

  it('decides what a deactivation announces', async () => {
    const ada = await app.user(directory, 'ada');
    await put({ on_deactivate: 'update_event' });
    await patch(ada, 'active', false);
    await patch(ada, 'active', true);
    await put({});
    await patch(ada, 'active', false);
    await until(async () =>
      expect(await eventsOf(ada)).toEqual(['user_created', 'user_updated', 'user_updated', 'user_deleted deactivated']),
    );
  });
});

describe('a graceful departure', () => {
  it('counts those whose date is none, and tells of each in the request log', async () => {
    await put(GRACEFUL);
    const warnings = async () => (await app.get(`${directory.path}/policy`)).body.policy.departure_warnings as number;
    const ada = await leaving('ada', 'soon');
    await leaving('bob', '20991127080000.0Z');
    await leaving('eve', '9223372036854775807');
    await app.user(directory, 'kim', { [LEAVES]: { LASTDAY: '31.12.2099' } });
    await app.user(directory, 'lou', { [LEAVES]: { lastDay: 'soon' }, active: false });
    await app.user(directory, 'max');
    expect(await warnings()).toBe(2);
    expect(await userOf(ada)).toMatchObject({ active: true });
    const told = await until(async () => {
      const { requests } = (await app.get(`${directory.path}/requests?method=POST&page_size=100`)).body;
      expect(requests).toHaveLength(6);
      return (requests as { warnings: string[] }[]).flatMap((request) => request.warnings);
    });
    expect(told).toEqual(Array(2).fill(`${LEAVES}:lastDay is no date: no departure is scheduled`));
    await patch(ada, `${LEAVES}:lastDay`, '20991127');
    expect(await warnings()).toBe(1);
    expect((await put({})).body.policy.departure_warnings).toBe(0);
  });

  it.each(['20200101080000.0Z', '20200101080000Z', '20200101', '2020-01-01-07:00', '132223104000000000'])(
    'comes by %s',
    async (date) => {
      await put(GRACEFUL);
      const ada = await leaving('ada', '2020-01-01T08:00:00.0000000Z');
      expect(await userOf(ada)).toMatchObject({ active: false });
      const bob = await leaving('bob', '0');
      await patch(bob, `${LEAVES}:lastDay`, date);
      expect(await userOf(bob)).toMatchObject({ active: false });
      await patch(bob, `${LEAVES}:lastDay`, '9999-12-31');
      expect(await userOf(bob)).toMatchObject({ active: true });
    },
  );

  it('deactivates on the date, which survives active:true until the date moves; the IdP reads back its own value', async () => {
    await put(GRACEFUL);
    const ada = await leaving('ada', '2999-12-31');
    expect(await userOf(ada)).toMatchObject({ active: true });
    // However long this request takes: whether it arrives before the date or after it, ada leaves on the date.
    await patch(ada, `${LEAVES}:lastDay`, inMs(1_000));
    await until(async () => expect(await userOf(ada)).toMatchObject({ active: false }), 30_000);
    await until(async () => expect(await comingsOf(ada)).toEqual(['user_created', 'user_deleted departed']));

    expect((await app.scim(directory, 'GET', `Users/${ada}`)).body.active).toBe(true);
    const found = await app.scim(directory, 'GET', `Users?filter=${encodeURIComponent('active eq true')}`);
    expect(found.body.totalResults).toBe(1);
    expect((await patch(ada, 'active', true)).body.active).toBe(true);
    await patch(ada, 'title', 'Consultant');
    expect(await userOf(ada)).toMatchObject({ active: false });

    await patch(ada, `${LEAVES}:lastDay`, '2999-12-31');
    expect(await userOf(ada)).toMatchObject({ active: true });
    await until(async () =>
      expect(await comingsOf(ada)).toEqual(['user_created', 'user_deleted departed', 'user_created']),
    );
  });

  describe('of somebody who is out', () => {
    const lastDay = `${LEAVES}:lastDay`;
    const unread = ['01/31/2020', 'n/a', '2020-13-45', '0001-01-01T00:00:00', { foo: 'x' }, true, ['x', 'y']];
    const writes: Record<string, (id: string, value: unknown) => Promise<unknown>> = {
      'a PATCH': (id, value) => patch(id, lastDay, value),
      'a PUT': (id, value) =>
        app.scim(directory, 'PUT', `Users/${id}`, { userName: 'ada', active: true, [LEAVES]: { lastDay: value } }),
    };
    const gone = async (): Promise<string> => {
      await put(GRACEFUL);
      const ada = await leaving('ada', '2099-01-01');
      await patch(ada, lastDay, '2020-01-31');
      expect(await userOf(ada)).toMatchObject({ active: false });
      return ada;
    };

    it.each(Object.keys(writes))('is not undone by %s of a date that nobody can read', async (way) => {
      const ada = await gone();
      for (const value of unread) expect(await writes[way]!(ada, value)).toMatchObject({ status: 200 });
      await patch(ada, 'title', 'Consultant');
      await patch(ada, 'active', true);
      expect(await userOf(ada)).toMatchObject({ active: false });
      expect((await app.get(`${directory.path}/policy`)).body.policy.departure_warnings).toBe(1);
      expect(await comingsOf(ada)).toEqual(['user_created', 'user_deleted departed']);
      // The date moves, or goes away.
      await writes[way]!(ada, way === 'a PUT' ? null : '2099-01-01');
      expect(await userOf(ada)).toMatchObject({ active: true });
      // Nobody leaves by such a value, either.
      for (const value of unread) await writes[way]!(ada, value);
      expect(await userOf(ada)).toMatchObject({ active: true });
    });

    it('is not undone by passes over the directory, nor by a return', async () => {
      const ada = await gone();
      await patch(ada, lastDay, 'n/a');
      await put({ ...GRACEFUL, time_zone: 'Europe/Berlin', notify: ['it'] });
      await settled();
      expect(await userOf(ada)).toMatchObject({ active: false });
      await patch(ada, lastDay, '2020-01-31');
      await app.scim(directory, 'DELETE', `Users/${ada}`);
      expect(await leaving('ada', 'n/a')).toBe(ada);
      expect(await userOf(ada)).toMatchObject({ active: false });
      await put({});
      await until(async () => expect(await userOf(ada)).toMatchObject({ active: true }), 30_000);
    });

    it('is undone by an explicit activation after a deactivation', async () => {
      const ada = await gone();
      await patch(ada, lastDay, 'n/a');
      await patch(ada, 'active', false);
      expect(await userOf(ada)).toMatchObject({ active: false });
      await patch(ada, 'active', true);
      expect(await userOf(ada)).toMatchObject({ active: true });
    });
  });

  it('yields to an explicit deactivation or deletion, and is announced once', async () => {
    await put(GRACEFUL);
    const ada = await leaving('ada', '2999-12-31');
    await patch(ada, 'active', false);
    const bob = await leaving('bob', '2000-01-01T12:00:00Z');
    expect(await userOf(bob)).toMatchObject({ active: false });
    const eve = await leaving('eve', 'soon');
    await patch(eve, `${LEAVES}:lastDay`, '2000-01-01');
    await app.scim(directory, 'DELETE', `Users/${eve}`);
    await until(async () => expect(await eventsOf(ada)).toEqual(['user_created', 'user_deleted deactivated']));
    expect(await eventsOf(bob)).toEqual([]);
    await until(async () => expect(await eventsOf(eve)).toEqual(['user_created', 'user_deleted departed']));
  });

  it('takes hold of who is there already, and lets go when the policy does', async () => {
    const ada = await leaving('ada', '2000-01-01');
    const bob = await leaving('bob', inMs(2_000));
    await put(GRACEFUL);
    await until(async () => expect(await userOf(ada)).toMatchObject({ active: false }));
    await until(async () => expect(await userOf(bob)).toMatchObject({ active: false }), 30_000);
    await put({});
    await until(async () => expect(await userOf(ada)).toMatchObject({ active: true }));
    expect(await eventsOf(ada)).toEqual(['user_created', 'user_deleted departed', 'user_created']);
  });
});

it('many leaving within an hour raise one alert, to endpoints that name it', async () => {
  const { endpoint } = (
    await app.post('webhook_endpoints', {
      url: 'http://127.0.0.1:9/',
      event_types: ['rollcall.directory.mass_leave'],
      directory_id: directory.directoryId,
      organization_id: directory.organizationId,
    })
  ).body;
  await put({ mass_leave_limit: 2 });
  const people = await Promise.all(['a', 'b', 'c', 'd'].map((name) => app.user(directory, name)));
  await app.user(directory, 'never', { active: false });
  for (const id of people.slice(0, 2)) await app.scim(directory, 'DELETE', `Users/${id}`);
  for (const id of people.slice(2)) await patch(id, 'active', false);
  const deliveries = await until(async () => {
    const { body } = await app.get(`webhook_endpoints/${endpoint.id}/deliveries`);
    expect(body.deliveries).toHaveLength(1);
    return body.deliveries;
  }, 30_000);
  expect(deliveries[0].event_type).toBe('rollcall.directory.mass_leave');
  // The feed shows it once older transactions are over.
  await until(async () => {
    const events = (await app.feed(`limit=1000&types=rollcall.directory.mass_leave`)).body.events;
    expect(events).toMatchObject([
      { data: { id: directory.directoryId, deactivated: expect.any(Number), mass_leave_limit: 2 } },
    ]);
  });
});

describe('a mass departure that is held', () => {
  const at = () => `${directory.path}/held_departures`;
  const held = async (query = '') => (await app.get(`${at()}?${query}`)).body;
  const decide = (what: 'approve' | 'reject', body: object = {}) => app.post(`${at()}:${what}`, body);
  const names = ['a', 'b', 'c', 'd'];
  const activeOf = async (ids: string[]) => Promise.all(ids.map(async (id) => (await userOf(id)).active as boolean));

  async function leaveAll(): Promise<string[]> {
    await put({ hold: true, mass_leave_limit: 1 });
    const people: string[] = [];
    for (const name of names) people.push(await app.user(directory, name, { externalId: name }));
    for (const id of people.slice(0, 2)) await patch(id, 'active', false);
    for (const id of people.slice(2)) expect((await app.scim(directory, 'DELETE', `Users/${id}`)).status).toBe(204);
    return people;
  }

  it('keeps everybody beyond the limit active, tells the identity provider its own word, and raises the alert', async () => {
    const { endpoint } = (
      await app.post('webhook_endpoints', {
        url: 'http://127.0.0.1:9/',
        event_types: ['rollcall.directory.mass_leave'],
        directory_id: directory.directoryId,
      })
    ).body;
    const people = await leaveAll();
    expect((await app.get(`${directory.path}/policy`)).body.policy).toMatchObject({ hold: true, mass_leave_limit: 1 });
    expect(await activeOf(people)).toEqual([false, true, true, true]);
    expect((await app.scim(directory, 'GET', `Users/${people[1]}`)).body.active).toBe(false);
    expect((await app.scim(directory, 'GET', `Users/${people[2]}`)).status).toBe(404);
    expect(await held('page_size=2')).toMatchObject({
      total_size: 3,
      held_departures: [
        {
          user_id: people[1],
          kind: 'deactivated',
          state: 'waiting',
          held_at: expect.any(String),
          decided_at: null,
          reason: null,
        },
        { user_id: people[2], kind: 'deleted', state: 'waiting' },
      ],
    });
    // Later writes about them, and a pass over everybody, change nothing.
    await patch(people[1]!, 'title', 'Analyst');
    await put({ hold: true, mass_leave_limit: 1, notify: ['it'] });
    await settled();
    expect(await activeOf(people)).toEqual([false, true, true, true]);
    expect((await eventsOf(people[2]!)).join()).not.toContain('user_deleted');
    const alert = await until(async () => {
      const { deliveries } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body;
      expect(deliveries).toHaveLength(1);
      const found = (await app.feed('limit=1000&types=rollcall.directory.mass_leave')).body.events;
      // The feed shows it once older transactions are over.
      const own = found.find(({ data }: { data: { id: string } }) => data.id === directory.directoryId);
      expect(own).toBeDefined();
      return own;
    }, 30_000);
    expect(alert.data).toMatchObject({ deactivated: 4, held: 3, mass_leave_limit: 1 });
  });

  it('goes on when it is approved, for some or for all', async () => {
    const people = await leaveAll();
    expect((await decide('approve', { user_ids: [people[1], 'diruser_none'] })).body).toEqual({ count: 1 });
    await until(async () => expect(await activeOf(people)).toEqual([false, false, true, true]), 30_000);
    expect((await decide('approve')).body).toEqual({ count: 2 });
    await until(async () => expect(await activeOf(people)).toEqual([false, false, false, false]), 30_000);
    await until(async () => expect((await held()).total_size).toBe(0));
    expect((await eventsOf(people[1]!)).at(-1)).toBe('user_deleted deactivated');
    expect((await eventsOf(people[3]!)).at(-1)).toBe('user_deleted deleted');
    expect((await decide('approve')).body).toEqual({ count: 0 });
  });

  it('does not take place when it is rejected, and comes back with the next word of the identity provider', async () => {
    const people = await leaveAll();
    expect((await decide('reject', { reason: 'A misread file.' })).body).toEqual({ count: 3 });
    expect(await held('state=rejected')).toMatchObject({
      total_size: 3,
      held_departures: [{ reason: 'A misread file.', decided_at: expect.any(String) }, {}, {}],
    });
    await patch(people[1]!, 'title', 'Analyst');
    expect(await activeOf(people)).toEqual([false, true, true, true]);
    // Said to be active, and inactive once more: a new departure, beyond the limit again.
    await patch(people[1]!, 'active', true);
    expect((await held()).total_size).toBe(2);
    await patch(people[1]!, 'active', false);
    expect((await held('state=waiting')).held_departures).toMatchObject([{ user_id: people[1] }]);
    // Who was deleted comes back under the same id, as if nothing had been.
    expect(await app.user(directory, 'c', { externalId: 'c' })).toBe(people[2]);
    expect((await held()).held_departures).toMatchObject([{ user_id: people[1] }, { user_id: people[3] }]);
    await until(async () => expect(await comingsOf(people[2]!)).toEqual(['user_created']));
    // Who was rejected can be let go by name.
    expect((await decide('approve', { user_ids: [people[3]] })).body).toEqual({ count: 1 });
    await until(async () => expect(await activeOf([people[3]!])).toEqual([false]), 30_000);
  });

  it('takes place when nobody is held any more', async () => {
    const people = await leaveAll();
    await put({ mass_leave_limit: 1 });
    await until(async () => expect(await activeOf(people)).toEqual([false, false, false, false]), 30_000);
    await until(async () => expect((await held()).total_size).toBe(0), 30_000);
  });

  it('holds whom a wrong date would send away, too', async () => {
    await put({ ...GRACEFUL, hold: true, mass_leave_limit: 1 });
    const people: string[] = [];
    for (const name of names) people.push(await leaving(name, '2999-12-31'));
    for (const person of people) await patch(person, `${LEAVES}:lastDay`, inMs(1_000));
    await until(async () => expect((await held()).total_size).toBe(3), 30_000);
    expect((await held()).held_departures[0]).toMatchObject({ kind: 'departed', state: 'waiting' });
    expect((await activeOf(people)).filter(Boolean)).toHaveLength(3);
    // A date that nobody can read keeps nobody in, either.
    await patch(people[3]!, `${LEAVES}:lastDay`, 'n/a');
    await patch(people[3]!, `${LEAVES}:lastDay`, 'soon');
    expect((await held()).total_size).toBe(3);
    await decide('approve');
    await until(async () => expect(await activeOf(people)).toEqual([false, false, false, false]), 30_000);
    expect(await comingsOf(people[3]!)).toEqual(['user_created', 'user_deleted departed']);
  });

  it('lets everybody leave where nobody is to wait any more, also whose date nobody can read', async () => {
    await put({ ...GRACEFUL, hold: true, mass_leave_limit: 1 });
    const people: string[] = [];
    for (const name of names) people.push(await leaving(name, '2999-12-31'));
    for (const person of people) await patch(person, `${LEAVES}:lastDay`, inMs(1_000));
    await until(async () => expect((await held()).total_size).toBe(3), 30_000);
    await patch(people[3]!, `${LEAVES}:lastDay`, 'n/a');
    await put(GRACEFUL);
    await until(async () => expect(await activeOf(people)).toEqual([false, false, false, false]), 30_000);
    await until(async () => expect((await held()).total_size).toBe(0), 30_000);
    expect(await comingsOf(people[3]!)).toEqual(['user_created', 'user_deleted departed']);
  });

  it.each([
    [{ user_ids: [] }, 'user_ids'],
    [{ user_ids: 'all' }, 'user_ids'],
    [{ user_ids: [7] }, 'user_ids'],
  ])('is not decided by %j', async (body, field) => {
    const reply = await decide('approve', body);
    expect([reply.status, reply.body.details[0].field_violations[0].field]).toEqual([400, field]);
    expect((await app.get(`${at()}?state=x`)).status).toBe(400);
  });
});

it('retention ends with an erasure', async () => {
  const pool = createPool(app.database.url, { max: 1, name: 'test' });
  try {
    const ada = await app.user(directory, 'ada', { title: 'Analyst' });
    const bob = await app.user(directory, 'bob');
    for (const id of [ada, bob]) await patch(id, 'active', false);
    await pool.query(`UPDATE users SET inactive_since = now() - interval '91 days' WHERE id = $1`, [ada]);
    await put({ retention_days: 90 });
    // The worker looks every ten minutes, and when it starts.
    await worker.close();
    worker = await startWorker(
      loadEnvironment({
        DATABASE_URL: app.database.url,
        ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      }),
      { logger: false },
    );
    await until(async () => expect(await userOf(ada)).toMatchObject({ preferred_username: ada }), 30_000);
    expect(await userOf(bob)).toMatchObject({ preferred_username: 'bob' });
    await until(async () => {
      const { rows } = await pool.query('SELECT FROM pending_erasures');
      expect(rows).toEqual([]);
    });
    const { rows } = await pool.query<{ body: string }>('SELECT body FROM events WHERE resource_id = $1', [ada]);
    expect(rows).toHaveLength(2);
    for (const { body } of rows) expect(body).not.toContain('Analyst');
  } finally {
    await pool.end();
  }
});
