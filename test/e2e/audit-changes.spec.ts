import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { ManagementClient } from './management-client.js';

interface World {
  organizationId: string;
  path: string;
  endpointId: string;
}

let app: ManagementClient;
let world: World;
beforeAll(async () => {
  app = await ManagementClient.start();
  const { organizationId, path } = await app.directory();
  const endpoint = { url: 'https://127.0.0.1:1/hook', organization_id: organizationId };
  const { endpoint: made } = (await app.post('webhook_endpoints', endpoint)).body;
  world = { organizationId, path, endpointId: made.id };
});
afterAll(() => app.stop());

const put = (path: string, body: unknown) => app.call('PUT', `/api/v1/${path}`, body);

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
