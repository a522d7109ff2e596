import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const refused = async (query = '') =>
  (await app.get(`audit_logs?page_size=100&${query}`)).body.audit_logs.filter(
    ({ outcome }: { outcome: string }) => outcome === 'refused',
  );

async function keyWith(
  scopes: string[],
): Promise<{ id: string; ask: (method: string, path: string) => Promise<Reply> }> {
  const { plain_key: plain, api_key: key } = (await app.post('api_keys', { scopes })).body;
  const headers = { authorization: `Bearer ${plain}` };
  return { id: key.id, ask: (method, path) => app.call(method, `/api/v1/${path}`, undefined, headers) };
}

describe('an act that was refused is in the audit log', () => {
  it('without a valid key, once a minute an address, and in the chain of no organization', async () => {
    const { path } = await app.directory();
    for (const authorization of ['Bearer rk_wrong', 'Bearer rk_other']) {
      expect((await app.call('PATCH', `/api/v1/${path}:disable`, undefined, { authorization })).status).toBe(401);
    }
    expect(await refused('action=directory.disable')).toEqual([
      expect.objectContaining({
        actor_type: 'api_key',
        actor_id: null,
        error_code: 'UNAUTHENTICATED',
        target_id: null,
        organization_id: null,
        directory_id: null,
        ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      }),
    ]);
  });

  it('without the scope, in the chain of the organization', async () => {
    const { organizationId, directoryId, path } = await app.directory();
    const reader = await keyWith(['read']);
    const reply = await reader.ask('PATCH', `${path}:disable`);
    expect(reply.status).toBe(403);
    expect(await refused(`organization_id=${organizationId}`)).toEqual([
      expect.objectContaining({
        actor_id: reader.id,
        action: 'directory.disable',
        target_type: 'directory',
        target_id: directoryId,
        directory_id: directoryId,
        error_code: 'PERMISSION_DENIED',
        request_id: reply.headers.get('x-request-id'),
      }),
    ]);
  });

  it('at most 30 times a minute a key', async () => {
    const reader = await keyWith(['read']);
    for (let time = 0; time < 35; time++) expect((await reader.ask('POST', 'organizations')).status).toBe(403);
    expect(await refused(`actor_id=${reader.id}`)).toHaveLength(30);
  });

  it('for its state, once for a request that was repeated', async () => {
    await app.post('organizations', { display_name: 'First', external_id: 'taken' });
    const again = () =>
      app.call(
        'POST',
        '/api/v1/organizations',
        { display_name: 'Second', external_id: 'taken' },
        { 'idempotency-key': 'refused-once' },
      );
    const first = await again();
    expect([first.status, (await again()).status]).toEqual([409, 409]);
    expect(await refused('action=organization.create&target_type=organization')).toContainEqual(
      expect.objectContaining({
        error_code: first.body.details[0].error_code,
        request_id: first.headers.get('x-request-id'),
      }),
    );
    const conflicts = (await refused('action=organization.create')).filter(
      ({ error_code: code }: { error_code: string }) => code !== 'PERMISSION_DENIED',
    );
    expect(conflicts).toHaveLength(1);
  });

  it('for an organization that is not of the key, and nothing that its path made up', async () => {
    const { organizationId: own } = await app.directory();
    const { plain_key: plain, api_key: key } = (
      await app.post('api_keys', { scopes: ['admin'], organization_ids: [own] })
    ).body;
    const headers = { authorization: `Bearer ${plain}` };
    const reply = await app.call('DELETE', `/api/v1/api_keys/${'x'.repeat(300)}`, undefined, headers);
    expect(reply.status).toBe(403);
    expect(await refused(`actor_id=${key.id}`)).toEqual([
      expect.objectContaining({ action: 'api_key.revoke', target_id: null, organization_id: null }),
    ]);
  });
});
