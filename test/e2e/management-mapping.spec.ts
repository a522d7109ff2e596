import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { until } from '../support/index.js';
import { seedPeople } from '../support/seed-people.js';
import { type FeedEvent, ManagementClient } from './management-client.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let ada: string;

beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const put = (attributes: unknown) => app.call('PUT', `/api/v1/${directory.path}/attributes`, { attributes });
const profile = async (id: string) => (await app.get(`${directory.path}/users/${id}`)).body.user.user_detail;
const updatesOf = (events: FeedEvent[], id: string) =>
  events.filter(({ type, data }) => type.endsWith('user_updated') && data['id'] === id);

describe('an attribute mapping', () => {
  beforeAll(async () => {
    directory = await app.directory();
    ada = await app.user(directory, 'ada', {
      emails: [
        { value: 'ADA@Home.example', type: 'home', primary: true },
        { value: 'Ada@Work.example', type: 'work' },
      ],
      title: 'Analyst',
      [ENTERPRISE]: { department: 'Engines', employeeNumber: '7' },
      'urn:example:2.0:User': { badge: 42 },
    });
    await app.user(directory, 'bob', {});
  });

  it('shows existing users through it, announces who changed, and shows it with the directory', async () => {
    const attributes = [
      { key: 'email', map_to: ['emails[type eq "work"].value', 'userName'], transforms: ['lower'] },
      { key: 'department', map_to: `${ENTERPRISE}:division`, default: 'Unknown' },
      { key: 'custom_attributes.number', map_to: `${ENTERPRISE}:employeeNumber` },
      { key: 'custom_attributes.badge', map_to: 'urn:example:2.0:User:badge' },
    ];
    const reply = await put(attributes);
    expect(reply.status).toBe(200);
    // bob has no work address but a userName; nobody has a division.
    expect(reply.body.attribute_mappings.attributes.map(({ missing }: { missing: number }) => missing)).toEqual([
      0, 2, 1, 1,
    ]);
    expect((await app.get(directory.path)).body.directory.attribute_mappings).toMatchObject({ attributes });
    const mapped = {
      email: 'ada@work.example',
      department: 'Unknown',
      title: 'Analyst',
      custom_attributes: { badge: 42, number: '7' },
    };
    await until(async () => expect(await profile(ada)).toMatchObject(mapped));
    const events = await app.events(`directory_id=${directory.directoryId}`, 4);
    expect(updatesOf(events, ada)).toMatchObject([
      {
        data: mapped,
        previous_attributes: { email: 'ADA@Home.example', department: 'Engines', custom_attributes: { badge: 42 } },
      },
    ]);
    expect((await app.get(`${directory.path}/users?email=ada@home.example`)).body.total_size).toBe(1);
  });

  it('holds for whoever comes or changes later, and the IdP reads back what it sent', async () => {
    const eve = await app.user(directory, 'eve', { emails: [{ value: 'Eve@Work.example', type: 'work' }] });
    expect(await profile(eve)).toMatchObject({ email: 'eve@work.example', department: 'Unknown' });
    const patch = { op: 'replace', path: 'emails[type eq "work"].value', value: 'EVE@New.example' };
    await app.scim(directory, 'PATCH', `Users/${eve}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [patch],
    });
    expect(await profile(eve)).toMatchObject({ email: 'eve@new.example' });
    const read = await app.scim(directory, 'GET', `Users/${eve}`);
    expect(read.body.emails[0].value).toBe('EVE@New.example');
    expect(read.body).not.toHaveProperty('roles');
  });

  it('announces nothing where nothing changes, and replaces all', async () => {
    const before = (await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.latest_sequence;
    const { attributes } = (await app.get(`${directory.path}/attributes`)).body.attribute_mappings;
    expect((await put(attributes)).status).toBe(200);
    expect((await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.latest_sequence).toBe(before);
    await put([]);
    await until(async () =>
      expect(await profile(ada)).toMatchObject({ email: 'ADA@Home.example', department: 'Engines' }),
    );
    expect((await app.get(`${directory.path}/attributes`)).body.attribute_mappings.attributes).toEqual([]);
  });

  it('knows what the provider calls its attributes', async () => {
    const { preset } = (await app.get(`${directory.path}/attributes`)).body;
    expect(preset).toContainEqual({
      key: 'cost_center',
      map_to: `${ENTERPRISE}:costCenter`,
      provider_attribute: 'costCenter',
    });
    expect((await put(preset)).status).toBe(200);
    await put([]);
  });

  it.each([
    ['active', [{ key: 'active', map_to: 'title' }], 'attributes[0].key', 'active'],
    ['an unknown key', [{ key: 'shoe_size', map_to: 'title' }], 'attributes[0].key', 'shoe_size'],
    ['no key', [{ map_to: 'title' }], 'attributes[0].key', 'not one of'],
    ['a path that is none', [{ key: 'title', map_to: 'emails[type eq' }], 'attributes[0].map_to', 'closed'],
    ['an unknown attribute', [{ key: 'title', map_to: ['title', 'shoe'] }], 'attributes[0].map_to[1]', 'shoe'],
    ['a schema', [{ key: 'title', map_to: ENTERPRISE }], 'attributes[0].map_to', 'schema'],
    ['a password', [{ key: 'title', map_to: 'password' }], 'attributes[0].map_to', 'password'],
    ['no path', [{ key: 'title', map_to: [] }], 'attributes[0].map_to', 'path'],
    ['a transform', [{ key: 'title', map_to: 'title', transforms: ['rot13'] }], 'attributes[0].transforms[0]', 'lower'],
    ['a default', [{ key: 'title', map_to: 'title', default: {} }], 'attributes[0].default', 'string'],
    ['a prototype', [{ key: 'custom_attributes.__proto__', map_to: 'title' }], 'attributes[0].key', '__proto__'],
    [
      'twice',
      [
        { key: 'title', map_to: 'title' },
        { key: 'title', map_to: 'userType' },
      ],
      'attributes[1].key',
      'twice',
    ],
    ['no list', 'title', 'attributes', 'array'],
  ])('refuses %s by index and field, and stores nothing', async (_what, attributes, field, words) => {
    const reply = await put(attributes);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0]).toEqual({ field, description: expect.stringContaining(words) });
    expect((await app.get(directory.path)).body.directory.attribute_mappings.attributes).toEqual([]);
  });
});

it('a large directory is gone through in pages, one event a user: the first by the api, the rest by a worker', async () => {
  const worker = await app.startWorker();
  directory = await app.directory();
  const owner = createPool(app.database.ownerUrl, { max: 1, name: 'seed' });
  // One in twenty is inactive: nobody is told of them.
  await seedPeople(owner, directory, 1_100, 2);
  await owner.end();
  await put([{ key: 'title', map_to: 'title', transforms: ['upper'] }]);
  await until(async () => {
    const { latest_sequence } = (await app.feed(`directory_id=${directory.directoryId}`)).body;
    expect(latest_sequence).toBe(1_045);
  });
  const { body } = await app.get(`${directory.path}/users?active=true&page_size=100&include_detail=true`);
  for (const { user_detail } of body.users)
    expect(user_detail).toMatchObject({ title: expect.stringMatching(/^ENGINEER \d+$/), version: 2 });
  await worker.close();
});
