import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { everythingIn, whileNoEntryFits, whileNothingCommits } from './audit-failures.js';
import { ManagementClient, type Reply } from './management-client.js';

interface World {
  organizationId: string;
  path: string;
  endpointId: string;
  secretId: string;
  keyId: string;
  groupId: string;
}

let app: ManagementClient;
let world: World;
beforeAll(async () => {
  app = await ManagementClient.start();
  const directory = await app.directory();
  const { organizationId, path } = directory;
  const endpoint = { url: 'https://127.0.0.1:1/hook', organization_id: organizationId };
  const { endpoint: made } = (await app.post('webhook_endpoints', endpoint)).body;
  const { secrets } = (await app.get(`${path}/secrets`)).body;
  const { api_key: key } = (await app.post('api_keys', { scopes: ['read'], name: 'Ada' })).body;
  await app.call('PUT', '/api/v1/roles', { roles: [{ name: 'viewer' }] });
  const group = await app.scim(directory, 'POST', 'Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Sales',
  });
  const groupId = group.body.id;
  world = { organizationId, path, endpointId: made.id, secretId: secrets[0].id, keyId: key.id, groupId };
});
afterAll(() => app.stop());

const put = (path: string, body: unknown) => app.call('PUT', `/api/v1/${path}`, body);

describe('a change of settings and its entry are there together, or not at all', () => {
  it.each<[string, () => Promise<Reply>]>([
    ['api_key.create', () => app.post('api_keys', { scopes: ['read'] })],
    ['api_key.update', () => app.patch(`api_keys/${world.keyId}`, { name: 'Grace' })],
    ['api_key.revoke', () => app.delete(`api_keys/${world.keyId}`)],
    ['signing_key.rotate', () => app.post('signing_keys:rotate')],
    ['organization.create', () => app.post('organizations', { display_name: 'Gone' })],
    ['organization.update', () => app.patch(`organizations/${world.organizationId}`, { display_name: 'Other' })],
    [
      'organization.update_settings',
      () =>
        app.patch(`organizations/${world.organizationId}/settings`, {
          features: [{ name: 'dir_sync', enabled: true }],
        }),
    ],
    ['mail.update', () => put(`organizations/${world.organizationId}/mail`, { it_contacts: ['it@example.com'] })],
    ['directory.create', () => app.post(`organizations/${world.organizationId}/directories`, {})],
    ['directory.update', () => app.patch(world.path, { name: 'Other' })],
    ['secret.create', () => app.post(`${world.path}/secrets`)],
    ['secret.regenerate', () => app.post(`${world.path}/secrets:regenerate`)],
    ['secret.revoke', () => app.delete(`${world.path}/secrets/${world.secretId}`)],
    ['oauth_client.create', () => app.post(`${world.path}/oauth_clients`)],
    ['policy.update', () => put(`${world.path}/policy`, { hold: true })],
    ['ip_allowlist.replace', () => put(`${world.path}/ip_allowlist`, { cidrs: ['192.0.2.0/24'] })],
    ['context.update', () => put(`${world.path}/contexts`, { step: 1 })],
    ['mapping.update', () => put(`${world.path}/attributes`, { attributes: [{ key: 'title', map_to: 'nickName' }] })],
    ['role.replace', () => put('roles', { roles: [{ name: 'other' }] })],
    ['endpoint.create', () => app.post('webhook_endpoints', { url: 'https://127.0.0.1:1/other' })],
    ['endpoint.update', () => app.patch(`webhook_endpoints/${world.endpointId}`, { enabled: false })],
    ['endpoint.rotate', () => app.post(`webhook_endpoints/${world.endpointId}/secret:rotate`)],
    ['endpoint.remove', () => app.delete(`webhook_endpoints/${world.endpointId}`)],
  ])('%s', async (_action, act) => {
    const before = await everythingIn(app.database.ownerUrl);
    for (const failing of [whileNoEntryFits, whileNothingCommits]) {
      const reply = await failing(app.database.ownerUrl, act);
      expect([reply.status, reply.text]).toEqual([500, expect.any(String)]);
      expect(await everythingIn(app.database.ownerUrl)).toEqual(before);
    }
    expect((await act()).status).toBeLessThan(300);
    await restore();
  });
});

/** What a successful act leaves is good for the next test, but for what it removes. */
async function restore(): Promise<void> {
  const { endpointId, keyId, path } = world;
  if ((await app.get(`webhook_endpoints/${endpointId}`)).status === 404) {
    world.endpointId = (await app.post('webhook_endpoints', { url: 'https://127.0.0.1:1/hook' })).body.endpoint.id;
  }
  if ((await app.get(`api_keys/${keyId}`)).body.api_key.status !== 'ACTIVE') {
    world.keyId = (await app.post('api_keys', { scopes: ['read'] })).body.api_key.id;
  }
  world.secretId = (await app.post(`${path}/secrets`)).body.secret.id;
}

describe('an entry says what changed', () => {
  const changes = async (action: string) =>
    (await app.get(`audit_logs?action=${action}&page_size=1`)).body.audit_logs[0].changes;

  it('of a policy', async () => {
    await put(`${world.path}/policy`, { hold: false });
    await put(`${world.path}/policy`, { hold: true, retention_days: 30 });
    expect(await changes('policy.update')).toEqual({
      hold: { before: null, after: true },
      retention_days: { before: null, after: 30 },
    });
  });

  it('of a directory', async () => {
    await app.patch(world.path, { name: 'Before', enabled: true });
    await app.patch(world.path, { name: 'After', enabled: false });
    expect(await changes('directory.update')).toEqual({
      name: { before: 'Before', after: 'After' },
      enabled: { before: true, after: false },
    });
    await app.patch(`${world.path}:enable`);
  });

  it('of roles: those that are gone, and those that are new', async () => {
    await put('roles', { roles: [{ name: 'viewer' }, { name: 'editor' }] });
    await put('roles', { roles: [{ name: 'viewer' }, { name: 'owner' }] });
    const of = (name: string) => ({
      name,
      display_name: name,
      description: '',
      priority: 2,
      default: false,
      privileged: false,
    });
    expect(await changes('role.replace')).toEqual({ roles: { before: [of('editor')], after: [of('owner')] } });
  });

  it('of an endpoint, without what may be a secret or a name', async () => {
    const at = `webhook_endpoints/${world.endpointId}`;
    await app.patch(at, { url: 'https://127.0.0.1:1/old-password', headers: { 'x-token': 'hunter2' } });
    await app.patch(at, {
      url: 'https://127.0.0.1:2/new-password',
      description: 'for Ada Lovelace',
      headers: { authorization: 'hunter3' },
      rate_limit: 7,
    });
    const said = await changes('endpoint.update');
    expect(said).toEqual({
      url: { hidden: true },
      origin: { before: 'https://127.0.0.1:1', after: 'https://127.0.0.1:2' },
      description: { hidden: true },
      headers: { hidden: true },
      header_names: { before: ['x-token'], after: ['authorization'] },
      rate_limit: { before: null, after: 7 },
    });
    const rows = await runSql<{ text: string }>(app.database.url, 'SELECT a::text AS text FROM audit_logs a');
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/hunter|password|Lovelace/);
  });

  it('of mail settings, without addresses and texts', async () => {
    const path = `organizations/${world.organizationId}/mail`;
    await put(path, {});
    await put(path, { it_contacts: ['ada@example.com'], welcome_mail: true, sign_in_url: 'https://app.example.com' });
    expect(await changes('mail.update')).toEqual({
      welcome_mail: { before: false, after: true },
      sign_in_url: { hidden: true },
      it_contacts: { hidden: true },
    });
  });

  it('and nothing where nothing did', async () => {
    await put(`${world.path}/ip_allowlist`, { cidrs: ['192.0.2.0/24'] });
    await put(`${world.path}/ip_allowlist`, { cidrs: ['192.0.2.0/24'] });
    expect(await changes('ip_allowlist.replace')).toBeNull();
  });
});
