import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

describe('directories', () => {
  it('are created enabled and in draft, with everything an administrator needs', async () => {
    const { organizationId, directoryId, path } = await app.directory();
    const { directory } = (await app.get(path)).body;
    expect(directory).toEqual({
      id: directoryId,
      name: '',
      organization_id: organizationId,
      directory_type: 'SCIM',
      directory_provider: 'OKTA',
      enabled: true,
      status: 'DRAFT',
      directory_endpoint: `https://rollcall.example/directory/${directoryId}/scim/v2`,
      total_users: 0,
      total_groups: 0,
      last_synced_at: null,
      full_sync_required: false,
      sandbox: false,
      scim_rate_limit: null,
      scim_profile: 'default',
      secrets: [expect.objectContaining({ status: 'ACTIVE', directory_id: directoryId })],
      stats: { total_users: 0, total_groups: 0, group_updated_at: null, user_updated_at: null },
      attribute_mappings: { attributes: [] },
      role_assignments: { assignments: [] },
    });
    const plain = await app.post(`organizations/${organizationId}/directories`, {});
    expect(plain.status).toBe(201);
    expect(plain.body.directory).toMatchObject({ directory_type: 'SCIM', directory_provider: 'GENERIC', secrets: [] });
    const listed = (await app.get(`organizations/${organizationId}/directories`)).body.directories;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual([directoryId, plain.body.directory.id]);
    const named = await app.patch(path, { name: 'Main', directory_provider: 'ONELOGIN' });
    expect(named.body.directory).toMatchObject({ name: 'Main', directory_provider: 'ONELOGIN' });
  });

  it('count what the identity provider sends', async () => {
    const directory = await app.directory();
    await app.user(directory, 'ada@example.com');
    await app.user(directory, 'bob@example.com', { active: false });
    const { body } = await app.get(directory.path);
    expect(body.directory).toMatchObject({
      status: 'COMPLETED',
      total_users: 2,
      last_synced_at: expect.any(String),
      stats: { total_users: 2, user_updated_at: expect.any(String) },
    });
  });

  it('are synced by the identity provider alone, not by being switched off and on, or by what Rollcall does itself', async () => {
    const directory = await app.directory();
    const lastSynced = async () => (await app.get(directory.path)).body.directory.last_synced_at;
    await app.patch(`${directory.path}:disable`);
    await app.patch(`${directory.path}:enable`);
    expect(await lastSynced()).toBeNull();
    const ada = await app.user(directory, 'ada@example.com');
    const first = await lastSynced();
    expect(first).toEqual(expect.any(String));
    await app.patch(`${directory.path}:disable`);
    expect((await app.scim(directory, 'DELETE', `Users/${ada}`)).status).toBe(403);
    await app.patch(`${directory.path}:enable`);
    expect((await app.scim(directory, 'POST', 'Users', { userName: 'ada@example.com' })).status).toBe(409);
    await app.delete(`${directory.path}/users/${ada}/personal_data`);
    expect(await lastSynced()).toBe(first);
    await app.user(directory, 'bob@example.com');
    expect(Date.parse(await lastSynced())).toBeGreaterThan(Date.parse(first));
  });

  it('are disabled and enabled, and say where they were so already', async () => {
    const directory = await app.directory();
    expect((await app.patch(`${directory.path}:disable`)).body).toEqual({ enabled: false });
    expect((await app.patch(`${directory.path}:disable`)).body).toEqual({
      enabled: false,
      error_message: 'The directory is already disabled',
    });
    expect((await app.get(directory.path)).body.directory.enabled).toBe(false);
    const refused = await app.scim(directory, 'POST', 'Users', { userName: 'late@example.com' });
    expect(refused.status).toBe(403);
    expect((await app.patch(`${directory.path}:enable`)).body).toEqual({ enabled: true });
    expect((await app.patch(`${directory.path}:enable`)).body).toEqual({
      enabled: true,
      error_message: 'The directory is already enabled',
    });
    await app.user(directory, 'late@example.com');
    const events = await app.events(`directory_id=${directory.directoryId}`, 3);
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['organization.directory_disabled', 1],
      ['organization.directory_enabled', 2],
      ['organization.directory.user_created', 3],
    ]);
    expect(events[0]).toMatchObject({
      object: 'Directory',
      organization_id: directory.organizationId,
      data: {
        id: directory.directoryId,
        organization_id: directory.organizationId,
        directory_type: 'SCIM',
        provider: 'OKTA',
        enabled: false,
        updated_at: expect.any(String),
      },
    });
  });

  it('are deleted with one user_deleted per user still present', async () => {
    const directory = await app.directory();
    const ada = await app.user(directory, 'ada@example.com');
    const bob = await app.user(directory, 'bob@example.com');
    await app.scim(directory, 'DELETE', `Users/${bob}`);
    expect((await app.delete(directory.path)).status).toBe(204);
    expect((await app.get(directory.path)).status).toBe(404);
    expect((await app.get(`${directory.path}/users`)).status).toBe(404);
    expect((await app.delete(directory.path)).status).toBe(404);
    expect((await app.patch(`${directory.path}:enable`)).status).toBe(404);
    expect((await app.post(`${directory.path}/secrets`)).status).toBe(404);
    expect((await app.scim(directory, 'GET', 'Users')).status).toBe(401);
    const events = await app.events(`directory_id=${directory.directoryId}`, 5);
    expect(events.slice(2).map(({ type, data }) => [type, data['id'], data['reason']])).toEqual([
      ['organization.directory.user_deleted', bob, 'deleted'],
      ['organization.directory.user_deleted', ada, 'directory_deleted'],
      ['organization.directory_deleted', directory.directoryId, undefined],
    ]);
    expect(events.at(-2)!.data['active']).toBe(false);
  });

  it('keep their users to themselves where that is asked for', async () => {
    const directory = await app.directory();
    await app.user(directory, 'ada@example.com');
    expect((await app.delete(`${directory.path}?users=nobody`)).status).toBe(400);
    expect((await app.delete(`${directory.path}?users=keep`)).status).toBe(204);
    const events = await app.events(`directory_id=${directory.directoryId}`, 2);
    expect(events.map(({ type }) => type)).toEqual([
      'organization.directory.user_created',
      'organization.directory_deleted',
    ]);
  });

  it.each([
    [{ directory_type: 'CSV' }, 'directory_type'],
    [{ directory_provider: 'NOBODY' }, 'directory_provider'],
    [{ name: 7 }, 'name'],
  ])('refuse %j by name', async (input, field) => {
    const { organizationId } = await app.directory();
    const reply = await app.post(`organizations/${organizationId}/directories`, input);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });

  it('are found below their own organization only', async () => {
    const [mine, other] = [await app.directory(), await app.directory()];
    const crossed = `organizations/${other.organizationId}/directories/${mine.directoryId}`;
    for (const path of [crossed, `${crossed}/users`, `${crossed}/groups`])
      expect((await app.get(path)).status).toBe(404);
    expect((await app.patch(`${crossed}:disable`)).status).toBe(404);
    expect((await app.post(`${crossed}/secrets`)).status).toBe(404);
    expect((await app.delete(crossed)).status).toBe(404);
    expect((await app.get('organizations/org_00000000000000000000000000/directories')).status).toBe(404);
    expect((await app.get(mine.path)).body.directory.enabled).toBe(true);
  });
});

describe('secrets', () => {
  it('are shown once; several are live, until they are revoked', async () => {
    const directory = await app.directory();
    const created = await app.post(`${directory.path}/secrets`);
    expect(created.status).toBe(201);
    expect(created.body.plain_secret).toMatch(/^[A-Za-z0-9]{43,}$/);
    expect(created.body.secret).toEqual({
      id: expect.stringMatching(/^sec_/),
      secret_suffix: created.body.plain_secret.slice(-4),
      status: 'ACTIVE',
      create_time: expect.any(String),
      expire_time: null,
      last_used_time: null,
      directory_id: directory.directoryId,
    });
    const second = { ...directory, secret: created.body.plain_secret };
    expect((await app.scim(directory, 'GET', 'Users')).status).toBe(200);
    expect((await app.scim(second, 'GET', 'Users')).status).toBe(200);
    expect((await app.delete(`${directory.path}/secrets/${created.body.secret.id}`)).status).toBe(204);
    expect((await app.scim(directory, 'GET', 'Users')).status).toBe(200);
    await expect.poll(async () => (await app.scim(second, 'GET', 'Users')).status).toBe(401);
    expect((await app.scim(second, 'POST', 'Users', { userName: 'no@example.com' })).status).toBe(401);
    expect((await app.delete(`${directory.path}/secrets/sec_00000000000000000000000000`)).status).toBe(404);
    expect((await app.get(directory.path)).text).not.toContain(created.body.plain_secret);
  });

  it('are replaced at once, or after the overlap', async () => {
    const directory = await app.directory();
    const overlapping = await app.post(`${directory.path}/secrets:regenerate?overlap=24h`);
    expect(overlapping.status).toBe(200);
    const second = { ...directory, secret: overlapping.body.plain_secret };
    expect((await app.scim(directory, 'GET', 'Users')).status).toBe(200);
    expect((await app.scim(second, 'GET', 'Users')).status).toBe(200);
    const [old] = (await app.get(directory.path)).body.directory.secrets;
    expect(old.expire_time).toEqual(expect.any(String));

    const third = { ...directory, secret: (await app.post(`${directory.path}/secrets:regenerate`)).body.plain_secret };
    await expect.poll(async () => (await app.scim(directory, 'GET', 'Users')).status).toBe(401);
    await expect.poll(async () => (await app.scim(second, 'GET', 'Users')).status).toBe(401);
    expect((await app.scim(third, 'GET', 'Users')).status).toBe(200);
    const { secrets } = (await app.get(directory.path)).body.directory;
    expect(secrets.map(({ status }: { status: string }) => status)).toEqual(['INACTIVE', 'INACTIVE', 'ACTIVE']);
    expect((await app.post(`${directory.path}/secrets:regenerate?overlap=8d`)).status).toBe(400);
  });
});

it('is enabled and disabled by PATCH, too', async () => {
  const { path, directoryId } = await app.directory();
  const off = await app.patch(path, { name: 'Off', enabled: false });
  expect(off.body.directory).toMatchObject({ name: 'Off', enabled: false });
  expect((await app.patch(path, { enabled: true })).body.directory.enabled).toBe(true);
  expect((await app.patch(path, { enabled: true })).body.directory.enabled).toBe(true);
  const events = await app.events(`directory_id=${directoryId}`, 2);
  expect(events.map(({ type }) => type.split('.')[1])).toEqual(['directory_disabled', 'directory_enabled']);
});

it('keeps what the application notes about it', async () => {
  const { path } = await app.directory();
  const put = (body: unknown) => app.call('PUT', `/api/v1/${path}/contexts`, body);
  expect((await app.get(`${path}/contexts`)).body).toEqual({ context: {} });
  expect((await put({ step: 'groups', context: { nested: [1, null] } })).status).toBe(204);
  expect((await app.get(`${path}/contexts`)).body.context).toEqual({ step: 'groups', context: { nested: [1, null] } });
  expect((await put({ step: 'done' })).status).toBe(204);
  expect((await app.get(`${path}/contexts`)).body.context).toEqual({ step: 'done' });
  for (const bad of [[], '"text"', { large: 'x'.repeat(70_000) }]) {
    const reply = await put(bad);
    expect([reply.status, reply.body.details[0].field_violations[0].field]).toEqual([400, 'body']);
  }
  expect((await app.get(`${path}/contexts`)).body.context).toEqual({ step: 'done' });
  expect((await app.get(`${path.replace(/dir_\w+/, 'dir_none')}/contexts`)).status).toBe(404);
});

it('tracks every group, and says who decides otherwise', async () => {
  const { path, organizationId } = await app.directory();
  const assign = (at: string, body: unknown) => app.call('PUT', `/api/v1/${at}/groups:assign`, body);
  expect((await assign(path, { external_ids: [] })).status).toBe(204);
  const refused = await assign(path, { external_ids: ['g1'] });
  expect(refused).toMatchObject({ status: 409, body: { code: 9 } });
  expect(refused.body.message).toContain('identity provider');
  const poll = { directory_type: 'POLL', directory_provider: 'GOOGLE' };
  const { directory } = (await app.post(`organizations/${organizationId}/directories`, poll)).body;
  const pulled = await assign(`organizations/${organizationId}/directories/${directory.id}`, { external_ids: ['g1'] });
  expect(pulled.body.message).toContain('no connection');
  expect((await assign(path, { external_ids: 'g1' })).status).toBe(400);
});

it('a pull sync is refused where nothing is pulled', async () => {
  const { organizationId, path } = await app.directory();
  for (const method of ['GET', 'POST']) {
    const reply = await app.call(method, `/api/v1/${path}:sync`);
    expect(reply.status).toBe(409);
    expect(reply.body.message).toContain('pushes to this directory');
  }
  const pulled = await app.post(`organizations/${organizationId}/directories`, {
    directory_type: 'LDAP',
    directory_provider: 'LDAP',
  });
  const reply = await app.post(`organizations/${organizationId}/directories/${pulled.body.directory.id}:sync`);
  expect(reply.status).toBe(409);
  expect(reply.body.message).toContain('no connection');
});
