import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const create = async (input: Record<string, unknown>) => (await app.post('organizations', input)).body.organization;

describe('organizations', () => {
  it('are created with every field, and read back the same', async () => {
    const reply = await app.post('organizations', {
      display_name: 'Megasoft',
      external_id: 'customer/42:a',
      region_code: 'US',
      metadata: { plan: 'enterprise' },
      slug: 'megasoft',
      logo_url: 'https://example.com/logo.png',
      something_of_a_newer_version: true,
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('x-request-id')).toEqual(expect.any(String));
    const { organization } = reply.body;
    expect(organization).toEqual({
      id: expect.stringMatching(/^org_[0-9A-Z]{26}$/),
      create_time: expect.stringMatching(/^\d{4}-.*Z$/),
      update_time: expect.stringMatching(/^\d{4}-.*Z$/),
      display_name: 'Megasoft',
      region_code: 'US',
      external_id: 'customer/42:a',
      metadata: { plan: 'enterprise' },
      settings: { features: [] },
      slug: 'megasoft',
      logo_url: 'https://example.com/logo.png',
    });
    expect((await app.get(`organizations/${organization.id}`)).body.organization).toEqual(organization);
    const external = await app.get(`organizations:external/${encodeURIComponent('customer/42:a')}`);
    expect(external.body.organization).toEqual(organization);
  });

  it('change field by field; null clears', async () => {
    const { id } = await create({ display_name: 'Before', external_id: 'patch-me', metadata: { a: '1' } });
    const renamed = await app.patch(`organizations/${id}`, { display_name: 'After' });
    expect(renamed.body.organization).toMatchObject({
      display_name: 'After',
      external_id: 'patch-me',
      metadata: { a: '1' },
    });
    const cleared = await app.patch(`organizations/${id}`, { external_id: null, metadata: { b: '2' } });
    expect(cleared.body.organization).toMatchObject({ external_id: null, metadata: { b: '2' }, display_name: 'After' });
  });

  it('take all three names of the feature for the one it is', async () => {
    const { id } = await create({ display_name: 'Features' });
    for (const name of ['scim', 'directory_sync', 'dir_sync']) {
      const reply = await app.patch(`organizations/${id}/settings`, { features: [{ name, enabled: true }] });
      expect(reply.body.organization.settings).toEqual({ features: [{ name: 'dir_sync', enabled: true }] });
    }
    const refused = await app.patch(`organizations/${id}/settings`, { features: [{ name: 'banana', enabled: 'yes' }] });
    expect(refused.status).toBe(400);
    expect(refused.body.details[0].field_violations.map(({ field }: { field: string }) => field).sort()).toEqual([
      'features[0].enabled',
      'features[0].name',
    ]);
  });

  it('keep the features of sign-in that applications of Scalekit switch in the same call', async () => {
    const { id } = await create({ display_name: 'Sign-in' });
    const features = [
      { name: 'sso', enabled: true },
      { name: 'directory_sync', enabled: true },
    ];
    // As its SDKs have the message.
    const reply = await app.patch(`organizations/${id}/settings`, { settings: { features } });
    expect(reply.body.organization.settings.features).toEqual([
      { name: 'sso', enabled: true },
      { name: 'dir_sync', enabled: true },
    ]);
  });

  it('have no settings of sign-in, and say so', async () => {
    const { id } = await create({ display_name: 'Sessions' });
    const at = `organizations/${id}`;
    expect((await app.get(`${at}/session-policy`)).body).toEqual({ policy: { policy_source: 'APPLICATION' } });
    const same = await app.patch(`${at}/session-policy`, { policy_source: 'APPLICATION' });
    expect(same.body).toEqual({ policy: { policy_source: 'APPLICATION' } });
    expect((await app.get(`${at}/settings/usermanagement`)).body).toEqual({ settings: { max_allowed_users: null } });
    expect((await app.patch(`${at}/settings/usermanagement`, {})).status).toBe(200);
    for (const refused of [
      await app.patch(`${at}/session-policy`, { policy_source: 'CUSTOM', idle_session_timeout: 5 }),
      await app.patch(`${at}/session-policy`, { absolute_session_timeout: 60 }),
      await app.get(`${at}/application-session-policy`),
      await app.patch(`${at}/settings/usermanagement`, { settings: { max_allowed_users: 5 } }),
    ]) {
      expect(refused).toMatchObject({ status: 501, body: { code: 12, details: [{ error_code: 'NOT_SUPPORTED' }] } });
    }
    const bad = await app.patch(`${at}/settings/usermanagement`, { max_allowed_users: 'many' });
    expect(bad.body.details[0].field_violations[0].field).toBe('max_allowed_users');
    expect((await app.get('organizations/org_none/session-policy')).status).toBe(404);
  });

  it('page both ways with true totals and empty tokens at the ends', async () => {
    const prefix = 'paged-';
    for (let index = 0; index < 5; index++) await create({ display_name: `${prefix}${index}` });
    const search = (query: string) => app.get(`organizations:search?query=${prefix}&${query}`);
    const names = (reply: { body: { organizations: { display_name: string }[] } }) =>
      reply.body.organizations.map(({ display_name }) => display_name.slice(prefix.length)).join('');

    const first = await search('page_size=2');
    expect(first.body).toMatchObject({ total_size: 5, prev_page_token: '' });
    const second = await search(`page_size=2&page_token=${first.body.next_page_token}`);
    const third = await search(`page_size=2&page_token=${second.body.next_page_token}`);
    expect([names(first), names(second), names(third)]).toEqual(['01', '23', '4']);
    expect(third.body.next_page_token).toBe('');
    const back = await search(`page_size=2&page_token=${third.body.prev_page_token}`);
    expect(names(back)).toBe('23');
    const start = await search(`page_size=2&page_token=${back.body.prev_page_token}`);
    expect(names(start)).toBe('01');
    expect(start.body.prev_page_token).toBe('');

    expect(names(await search('page_size=999999'))).toBe('01234');
    expect(names(await search('page_size=0'))).toBe('01234');
    expect(names(await search('page_size=none'))).toBe('01234');
  });

  it('are searched as text, not as a pattern', async () => {
    await create({ display_name: '100% cotton' });
    await create({ display_name: '100x cotton' });
    const reply = await app.get(`organizations:search?query=${encodeURIComponent('100% C')}`);
    expect(reply.body.organizations.map((one: { display_name: string }) => one.display_name)).toEqual(['100% cotton']);
  });

  it('are deleted with their directories, whose users are announced', async () => {
    const directory = await app.directory();
    await app.user(directory, 'last@example.com');
    const id = directory.organizationId;
    expect((await app.delete(`organizations/${id}`)).status).toBe(204);
    expect((await app.get(`organizations/${id}`)).status).toBe(404);
    expect((await app.get(directory.path)).status).toBe(404);
    expect((await app.scim(directory, 'GET', 'Users')).status).toBe(401);
    expect((await app.delete(`organizations/${id}`)).status).toBe(404);
    const events = await app.events(`organization_id=${id}`, 3);
    expect(events.map(({ type }) => type)).toEqual([
      'organization.directory.user_created',
      'organization.directory.user_deleted',
      'organization.directory_deleted',
    ]);
  });

  it('free their external id when they are deleted', async () => {
    const { id } = await create({ display_name: 'Old', external_id: 'reused' });
    expect((await app.post('organizations', { display_name: 'New', external_id: 'reused' })).status).toBe(409);
    await app.delete(`organizations/${id}`);
    expect((await app.post('organizations', { display_name: 'New', external_id: 'reused' })).status).toBe(201);
  });
});

describe('bad input', () => {
  it.each([
    [{}, 'display_name'],
    [{ display_name: '' }, 'display_name'],
    [{ display_name: null }, 'display_name'],
    [{ display_name: 7 }, 'display_name'],
    [{ display_name: ['a'] }, 'display_name'],
    [{ display_name: 'x'.repeat(201) }, 'display_name'],
    [{ display_name: 'a', external_id: {} }, 'external_id'],
    [{ display_name: 'a', region_code: 'eu' }, 'region_code'],
    [{ display_name: 'a', metadata: { a: 1 } }, 'metadata'],
    [{ display_name: 'a', metadata: [] }, 'metadata'],
    [{ display_name: 'a', logo_url: 'javascript:alert(1)' }, 'logo_url'],
  ])('%j is refused by name', async (input, field) => {
    const before = (await app.get('organizations')).body.total_size;
    const reply = await app.post('organizations', input);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 3, message: expect.stringContaining(field) });
    expect(reply.body.details[0]).toMatchObject({
      error_code: 'VALIDATION_ERROR',
      field_violations: [{ field, description: expect.any(String) }],
    });
    expect((await app.get('organizations')).body.total_size).toBe(before);
  });

  it.each([
    '[]',
    '"text"',
    '7',
    'null',
    'true',
    '{"display_name":',
    '{"display_name":"a\\u0000b"}',
    '{"__proto__":{}}',
  ])('the body %s is refused', async (body) => {
    const reply = await app.call('POST', '/api/v1/organizations', body);
    expect(reply.status).toBe(400);
    expect(reply.body.code).toBe(3);
  });

  it('another content type is refused', async () => {
    const reply = await app.call('POST', '/api/v1/organizations', '<a/>', { 'content-type': 'application/xml' });
    expect(reply.status).toBe(415);
    expect(reply.body.code).toBe(3);
  });

  it.each([
    ['organizations/org_00000000000000000000000000', 404],
    ['organizations/dir_00000000000000000000000000', 404],
    ['organizations/%00', 400],
    ['organizations/org_%27', 404],
    ['organizations:external/nobody', 404],
    ['organizations:external/%00', 400],
    ['organizations:search', 400],
    ['organizations:search?query=%00', 400],
    ['organizations?page_token=garbage', 400],
    ['organizations?external_id=a&external_id=b', 400],
    ['nothing', 404],
  ])('GET %s answers %d', async (path, status) => {
    const reply = await app.get(path);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ code: status === 404 ? 5 : 3, details: [{ error_code: expect.any(String) }] });
  });
});
