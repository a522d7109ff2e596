import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { send, type ScimAnswer } from './scim-client.js';

/** Whatever changes what is shown of a user or a group changes its ETag, also where the change was one of something else. */

let server: ScimServer;
let directory: ServedDirectory;

beforeAll(async () => {
  server = await startScimServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await server.directory();
});

interface Resource {
  id: string;
  meta: { version: string; lastModified: string };
  members?: { value: string; display?: string }[];
  groups?: { value: string }[];
}
type Answer = Omit<ScimAnswer, 'json'> & { json: Resource & { Resources: Resource[] } };

async function scim(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const answer = await send({
    method,
    url: `${directory.base}${path}`,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(body && { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer as Answer;
}
const create = async (path: string, body: object) => (await scim('POST', path, body)).json.id;
const set = (path: string, attribute: string, value: unknown) =>
  scim('PATCH', path, { Operations: [{ op: 'replace', path: attribute, value }] });

/** Ann in Team, which also waits for `later`; Everybody has Team as a member; Eve is in no group. */
interface Scene {
  ann: string;
  eve: string;
  team: string;
  everybody: string;
}

async function scene(): Promise<Scene> {
  const ann = await create('/Users', { userName: 'ann', displayName: 'Ann' });
  const eve = await create('/Users', { userName: 'eve' });
  const team = await create('/Groups', { displayName: 'Team', members: [{ value: ann }, { value: 'later' }] });
  return {
    ann,
    eve,
    team,
    everybody: await create('/Groups', { displayName: 'Everybody', members: [{ value: team }] }),
  };
}

const CHANGES: Record<string, (scene: Scene) => Promise<unknown>> = {
  'a member is deleted': ({ ann }) => scim('DELETE', `/Users/${ann}`),
  'a pending member arrives': () => create('/Users', { userName: 'bob', externalId: 'later' }),
  'somebody gets the externalId of a pending member': ({ eve }) => set(`/Users/${eve}`, 'externalId', 'later'),
  'a member gets the externalId of a pending member': ({ ann }) => set(`/Users/${ann}`, 'externalId', 'later'),
  'a member has another name': ({ ann }) => set(`/Users/${ann}`, 'displayName', 'Anna'),
  'a group is renamed': ({ team }) => set(`/Groups/${team}`, 'displayName', 'Crew'),
  'a new name of a group is refused': async ({ team }) => {
    const value = { displayName: 'Crew', 'urn:example:2.0:Group': { note: 'x'.repeat(400_000) } };
    const { status } = await scim('PATCH', `/Groups/${team}`, { Operations: [{ op: 'replace', value }] });
    expect(status).toBe(413);
  },
  'a group is deleted': ({ team }) => scim('DELETE', `/Groups/${team}`),
  'a group gets a member': ({ team, eve }) =>
    scim('PATCH', `/Groups/${team}`, { Operations: [{ op: 'add', path: 'members', value: [{ value: eve }] }] }),
  'a group loses its members': ({ team }) =>
    scim('PATCH', `/Groups/${team}`, { Operations: [{ op: 'remove', path: 'members' }] }),
  'a member is deactivated': ({ ann }) => set(`/Users/${ann}`, 'active', false),
};

const shown = ({ json: { meta: _meta, ...rest } }: Answer) => JSON.stringify(rest);

describe.each(Object.entries(CHANGES))('where %s', (_what, change) => {
  it('304 is answered for exactly what looks as before, in every list, and an old If-Match is refused', async () => {
    const { ann, eve, team, everybody } = await scene();
    const paths = [`/Users/${ann}`, `/Users/${eve}`, `/Groups/${team}`, `/Groups/${everybody}`];
    const before = await Promise.all(paths.map((path) => scim('GET', path)));
    await change({ ann, eve, team, everybody });
    const differ: string[] = [];
    for (const [index, path] of paths.entries()) {
      const old = before[index]!;
      const etag = old.headers.etag!;
      const now = await scim('GET', path);
      if (now.status === 404) continue;
      const conditional = await scim('GET', path, undefined, { 'if-none-match': etag });
      if (shown(now) !== shown(old)) differ.push(path);
      expect([path, conditional.status]).toEqual([path, differ.includes(path) ? 200 : 304]);
      expect(now.headers.etag).toBe(now.json.meta.version);
      const filter = encodeURIComponent(
        `id eq "${now.json.id}" and meta.version eq ${JSON.stringify(now.json.meta.version)}`,
      );
      const list = await scim('GET', `${path.slice(0, path.lastIndexOf('/'))}?filter=${filter}`);
      expect(list.json.Resources).toMatchObject([{ id: now.json.id, meta: { version: now.json.meta.version } }]);
      if (!differ.includes(path)) continue;
      const refused = await scim('DELETE', path, undefined, { 'if-match': etag });
      expect([path, refused.status]).toEqual([path, 412]);
    }
  });
});

it('a group with a member fewer has a later lastModified', async () => {
  const { ann, team } = await scene();
  const before = (await scim('GET', `/Groups/${team}`)).json.meta.lastModified;
  await scim('DELETE', `/Users/${ann}`);
  expect((await scim('GET', `/Groups/${team}`)).json.meta.lastModified > before).toBe(true);
});

it('the same ETag is in the answer to a write as in the next read', async () => {
  const { ann, team } = await scene();
  await create('/Groups', { displayName: 'Änother "one"', members: [{ value: ann }] });
  await set(`/Groups/${team}`, 'displayName', 'Crew');
  const written = await set(`/Users/${ann}`, 'title', 'Engineer');
  const etag = (await scim('GET', `/Users/${ann}`)).headers.etag!;
  expect([written.headers.etag, written.json.meta.version]).toEqual([etag, etag]);
  const filter = encodeURIComponent(`id eq "${ann}" and meta.version eq ${JSON.stringify(etag)}`);
  expect((await scim('GET', `/Users?filter=${filter}`)).json.Resources).toMatchObject([{ id: ann }]);
  expect(
    (await scim('PATCH', `/Users/${ann}`, { Operations: [{ op: 'remove', path: 'title' }] }, { 'if-match': etag }))
      .status,
  ).toBe(200);
});

it('members of a change that is announced later show another ETag at once', async () => {
  const people: string[] = [];
  for (let page = 0; page < 2; page++) {
    const Operations = Array.from({ length: 501 }, (_, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${index}`,
      data: { userName: `u${page}-${index}` },
    }));
    const { json } = (await scim('POST', '/Bulk', { Operations })) as unknown as {
      json: { Operations: { location: string }[] };
    };
    people.push(...json.Operations.map(({ location }) => location.split('/').at(-1)!));
  }
  const path = `/Users/${people[700]}`;
  const before = await scim('GET', path);
  await create('/Groups', { displayName: 'All', members: people.map((value) => ({ value })) });
  const after = await scim('GET', path, undefined, { 'if-none-match': before.headers.etag! });
  expect([after.status, after.json.groups?.length]).toEqual([200, 1]);
});
