import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from '../e2e/management-client.js';
import { withoutRefill } from '../support/token-buckets.js';
import { type Operation, ProfiledDirectory, refusal } from './profiled-directory.js';

/** The requirements on applications of the IPSIE AL SCIM 2.0 Profile (draft 00), levels AL1 and AL2, by its section numbers. */

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

let client: ManagementClient;
let directory: ProfiledDirectory;
beforeAll(async () => {
  client = await ManagementClient.start();
});
afterAll(() => client.stop());
beforeEach(async () => {
  directory = await ProfiledDirectory.create(client, 'ipsie');
});

describe('§4.1 authentication', () => {
  const readUsers = (token: string): Promise<Reply> => directory.scim('GET', 'Users?count=0', undefined, token);

  it('takes an access token that a client got with a signed assertion, of scope scim', async () => {
    const { body } = await directory.signIn();
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'scim' });
    expect(JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString()).scope).toBe('scim');
    expect((await readUsers(body.access_token)).status).toBe(200);
  });

  it('takes no secret of the directory, for reads and for writes, and says what to send', async () => {
    for (const answer of [
      await readUsers(directory.secret),
      await directory.scim('POST', 'Users', { schemas: [USER], userName: 'ada' }, directory.secret),
    ]) {
      expect(answer.status).toBe(401);
      expect(answer.body.detail).toMatch(/access token/);
      expect(answer.headers.get('www-authenticate')).not.toBeNull();
    }
    expect(await directory.find('Users', 'userName eq "ada"')).toEqual([]);
    const { authenticationSchemes } = (await directory.scim('GET', 'ServiceProviderConfig')).body;
    expect(authenticationSchemes.map(({ type }: { type: string }) => type)).toEqual(['oauth2']);
  });

  it('gives no secrets, and leaves those that there are for when the profile is another one', async () => {
    for (const answer of [
      await client.post(`${directory.path}/secrets`),
      await client.post(`${directory.path}/secrets:regenerate`),
      await client.post(`${directory.path}/oauth_clients`, { token_endpoint_auth_method: 'client_secret_post' }),
    ]) {
      expect([answer.status, answer.body.details[0].error_code]).toEqual([409, 'FAILED_PRECONDITION']);
    }
    await directory.setProfile('interop');
    expect((await readUsers(directory.secret)).status).toBe(200);
  });

  it('takes a client secret as HTTP Basic only', async () => {
    const { client_id, client_secret } = (await client.post(`${directory.path}/oauth_clients`)).body;
    const posted = await directory.askToken({ client_id, client_secret });
    expect([posted.status, posted.body.error]).toEqual([401, 'invalid_client']);
    expect(posted.body.error_description).toMatch(/in the body/);
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const basic = await directory.askToken({}, { authorization });
    expect(basic.status, basic.text).toBe(200);
    expect((await readUsers(basic.body.access_token)).status).toBe(200);
  });

  it('gives no broader scope', async () => {
    const { client_id, client_secret } = (await client.post(`${directory.path}/oauth_clients`)).body;
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const { status, body } = await directory.askToken({ scope: 'scim admin' }, { authorization });
    expect([status, body.error]).toEqual([400, 'invalid_scope']);
  });

  it('has authorization server metadata with the token endpoint', async () => {
    const path = `/.well-known/oauth-authorization-server/directory/${directory.id}`;
    const { body } = await client.call('GET', path);
    expect(body.token_endpoint).toBe(`https://rollcall.example/directory/${directory.id}/oauth/token`);
    expect(body.token_endpoint_auth_methods_supported).toContain('private_key_jwt');
  });
});

it('§4.2 keeps the interoperability profile', async () => {
  expect((await directory.scim('GET', 'ServiceProviderConfig')).body.interopProfileConformant).toBe(true);
  const id = await directory.user('ada');
  expect(refusal(await directory.createUser('bob', { nosuch: 1 }))).toEqual([400, 'invalidSyntax']);
  const pathless: Operation = { op: 'replace', value: { title: 'Countess' } };
  expect(refusal(await directory.patch(`Users/${id}`, pathless))).toEqual([400, 'invalidSyntax']);
});

describe('§4.3 performance', () => {
  it('limits requests, to 25 a second at least, with 429 and Retry-After', async () => {
    expect((await client.patch(directory.path, { scim_rate_limit: 24 })).status).toBe(400);
    expect((await client.patch(directory.path, { scim_rate_limit: 25 })).status).toBe(200);
    const answers = await withoutRefill(() =>
      Promise.all(Array.from({ length: 260 }, () => directory.scim('GET', 'Users?count=0'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('serves bulk requests, and a PATCH of several attributes', async () => {
    const { body } = await directory.scim('POST', 'Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER], userName: 'ada' } }],
    });
    expect(body.Operations[0].status).toBe('201');
    const [id] = await directory.find('Users', 'userName eq "ada"');
    const patched = await directory.patch(
      `Users/${id}`,
      { op: 'replace', path: 'displayName', value: 'Ada' },
      { op: 'replace', path: 'title', value: 'Countess' },
    );
    expect(patched.body).toMatchObject({ displayName: 'Ada', title: 'Countess' });
  });
});

describe('AL1', () => {
  it('§5.1 deactivates and reactivates a user by PATCH, and applications hear of both', async () => {
    const id = await directory.user('ada');
    for (const active of [false, true]) {
      const answer = await directory.patch(`Users/${id}`, { op: 'replace', path: 'active', value: active });
      expect([answer.status, answer.body.active]).toEqual([200, active]);
    }
    const events = await client.events(`directory_id=${directory.id}`, 3);
    expect(events.map(({ type }) => type.split('.').at(-1))).toEqual(['user_created', 'user_deleted', 'user_created']);
  });

  it('§5.2 deletes a user, and the userName can be used anew', async () => {
    const id = await directory.user('ada', { externalId: 'x-1' });
    expect((await directory.scim('DELETE', `Users/${id}`)).status).toBe(204);
    expect((await directory.scim('GET', `Users/${id}`)).status).toBe(404);
    expect((await directory.createUser('ada', { externalId: 'x-2' })).status).toBe(201);
  });

  it('§5.3 gets a user by id', async () => {
    const id = await directory.user('ada');
    expect((await directory.scim('GET', `Users/${id}`)).body).toMatchObject({ id, userName: 'ada' });
  });

  it('§5.4 finds a user by userName, externalId and address', async () => {
    const id = await directory.user('ada', {
      externalId: 'x-1',
      emails: [{ value: 'ada@example.com', type: 'work' }],
    });
    await directory.user('bob', { externalId: 'x-2', emails: [{ value: 'ada@example.org', type: 'work' }] });
    for (const filter of [
      'username eq "ada"',
      'externalId eq "x-1"',
      'emails[value eq "ada@example.com"]',
      'emails[type eq "work" and value eq "ada@example.com"]',
    ]) {
      expect(await directory.find('Users', filter), filter).toEqual([id]);
    }
  });
});

describe('AL2, users', () => {
  it('§6.1.1 has userName, displayName, active and externalId', async () => {
    const { attributes } = (await directory.scim('GET', `Schemas/${USER}`)).body;
    const names = attributes.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['userName', 'displayName', 'active']));
    const sent = { displayName: 'Ada', active: true, externalId: 'x-1' };
    expect((await directory.createUser('ada', sent)).body).toMatchObject(sent);
  });

  it('§6.1.2 knows no password and no other credentials', async () => {
    const text = (await directory.scim('GET', 'Schemas')).text;
    expect(text).not.toMatch(/"name":"(password|passwordHash|totp\w*|privateKey)"/i);
    for (const name of ['password', 'passwordHash', 'totpSeed']) {
      expect(refusal(await directory.createUser('ada', { [name]: 'hunter2hunter2' }))).toEqual([400, 'invalidSyntax']);
    }
    await directory.setProfile('default');
    const { id } = (await directory.scim('POST', 'Users', { userName: 'ada', password: 'hunter2' }, directory.secret))
      .body;
    expect((await directory.scim('GET', `Users/${id}`)).text).not.toContain('hunter2');
  });

  it('§6.1.3 to §6.1.5 creates, updates and lists users, at most 1,000 a page', async () => {
    const id = await directory.user('ada');
    const answer = await directory.patch(`Users/${id}`, { op: 'replace', path: 'displayName', value: 'Ada' });
    expect(answer.body.displayName).toBe('Ada');
    expect((await directory.scim('GET', 'Users')).body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    const { filter, pagination } = (await directory.scim('GET', 'ServiceProviderConfig')).body;
    expect([filter.maxResults, pagination.cursor]).toEqual([1_000, true]);
  });
});

describe('AL2, groups', () => {
  it('§6.2.1 has displayName, members and externalId', async () => {
    const { attributes } = (await directory.scim('GET', `Schemas/${GROUP}`)).body;
    const names = attributes.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['displayName', 'members']));
    expect((await directory.createGroup('Sales', { externalId: 'g-1' })).body.externalId).toBe('g-1');
  });

  it('§6.2.1 has no two groups of one displayName, whatever their externalIds', async () => {
    await directory.createGroup('Sales', { externalId: 'g-1' });
    expect(refusal(await directory.createGroup('SALES', { externalId: 'g-2' }))).toEqual([409, 'uniqueness']);
    const { id } = (await directory.createGroup('Marketing', { externalId: 'g-2' })).body;
    const rename: Operation = { op: 'replace', path: 'displayName', value: 'Sales' };
    expect(refusal(await directory.patch(`Groups/${id}`, rename))).toEqual([409, 'uniqueness']);
    await directory.setProfile('interop');
    expect((await directory.patch(`Groups/${id}`, rename)).status).toBe(204);
  });

  it('§6.2.1 lets groups of one name be that were there before, and change in all else', async () => {
    await directory.setProfile('interop');
    await directory.createGroup('Sales', { externalId: 'g-1' });
    const { id } = (await directory.createGroup('Sales', { externalId: 'g-2' })).body;
    await directory.setProfile('ipsie');
    const ada = await directory.user('ada');
    const add: Operation = { op: 'add', path: 'members', value: [{ value: ada }] };
    expect((await directory.patch(`Groups/${id}`, add)).status).toBe(204);
  });

  it('§6.2.2 to §6.2.4 creates a group without members, lists and gets it', async () => {
    const created = await directory.createGroup('Sales');
    expect(created.status).toBe(201);
    const { id } = created.body;
    expect((await directory.scim('GET', 'Groups?excludedAttributes=members')).body.Resources).toMatchObject([{ id }]);
    expect((await directory.scim('GET', `Groups/${id}`)).body).toMatchObject({ id, displayName: 'Sales' });
  });

  it('§6.2.5 finds a group by displayName, externalId and member', async () => {
    const ada = await directory.user('ada');
    const { id } = (await directory.createGroup('Sales', { externalId: 'g-1', members: [{ value: ada }] })).body;
    await directory.createGroup('Marketing', { externalId: 'g-2' });
    for (const filter of ['displayName eq "Sales"', 'externalId eq "g-1"', `members[value eq "${ada}"]`]) {
      expect(await directory.find('Groups', filter), filter).toEqual([id]);
    }
  });

  it('§6.2.6 takes 50 operations on members in one PATCH', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, (_, n) => directory.user(`user${n}`)));
    const { id } = (await directory.createGroup('Sales')).body;
    const each = (op: 'add' | 'remove') => ids.map((value) => ({ op, path: 'members', value: [{ value }] }));
    const members = async () => (await directory.scim('GET', `Groups/${id}`)).body.members ?? [];
    expect((await directory.patch(`Groups/${id}`, ...each('add'))).status).toBe(204);
    expect(await members()).toHaveLength(50);
    expect((await directory.patch(`Groups/${id}`, ...each('remove'))).status).toBe(204);
    expect(await members()).toEqual([]);
  });
});

describe('§8 security', () => {
  it('answers with SCIM errors that tell nothing of what is inside', async () => {
    const { body } = await directory.scim('POST', 'Users', 'no JSON');
    expect(body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400' });
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|\.js:| at /);
  });

  it('logs every write', async () => {
    const id = await directory.user('ada');
    await directory.patch(`Users/${id}`, { op: 'replace', path: 'active', value: false });
    await directory.scim('DELETE', `Users/${id}`);
    await expect
      .poll(async () => {
        const { requests } = (await client.get(`${directory.path}/requests`)).body;
        return (requests as { method: string }[]).map(({ method }) => method);
      })
      .toEqual(expect.arrayContaining(['DELETE', 'PATCH', 'POST']));
  });
});
