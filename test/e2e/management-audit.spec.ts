import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const audit = async (query = '') => (await app.get(`audit_logs?page_size=100&${query}`)).body;

describe('the audit log', () => {
  it('says who did what to what, when, from where', async () => {
    const { organizationId, directoryId, path } = await app.directory();
    const disabled = await app.patch(`${path}:disable`);
    const { api_keys: keys } = (await app.get('api_keys')).body;
    const { audit_logs: entries, total_size: total } = await audit(`organization_id=${organizationId}`);
    expect(total).toBe(4);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      'directory.disable',
      'secret.create',
      'directory.create',
      'organization.create',
    ]);
    expect(entries[0]).toEqual({
      id: expect.stringMatching(/^log_/),
      at: expect.stringMatching(/Z$/),
      actor_type: 'api_key',
      actor_id: keys[0].id,
      action: 'directory.disable',
      target_type: 'directory',
      target_id: directoryId,
      organization_id: organizationId,
      directory_id: directoryId,
      ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      request_id: disabled.headers.get('x-request-id'),
      outcome: 'done',
      error_code: null,
      changes: { enabled: { before: true, after: false } },
      sequence: 4,
      previous_hash: entries[1].hash,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(entries[1].target_id).toMatch(/^sec_/);
  });

  it('has no entry for what was only read, or was wrong', async () => {
    const before = (await audit()).total_size;
    await app.get('organizations');
    await app.post('events/paginated', {});
    await app.post('organizations', {});
    await app.delete('organizations/org_unknown');
    expect((await audit()).total_size).toBe(before);
  });

  it('has one entry for a request that was repeated', async () => {
    const before = (await audit()).total_size;
    const headers = { 'idempotency-key': 'audited-once' };
    await app.call('POST', '/api/v1/organizations', { display_name: 'Audited' }, headers);
    await app.call('POST', '/api/v1/organizations', { display_name: 'Audited' }, headers);
    expect((await audit()).total_size).toBe(before + 1);
  });

  it('knows who read a signing secret', async () => {
    const { endpoint } = (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/hook' })).body;
    await app.get(`webhook_endpoints/${endpoint.id}/secret`);
    const { audit_logs: entries } = await audit(`target_id=${endpoint.id}`);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['endpoint.secret', 'endpoint.create']);
  });

  it('is filtered and paged, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await app.post('organizations', { display_name: name });
    const first = (await app.get('audit_logs?action=organization.create&page_size=2')).body;
    expect(first.audit_logs).toHaveLength(2);
    const second = (
      await app.get(`audit_logs?action=organization.create&page_size=2&page_token=${first.next_page_token}`)
    ).body;
    expect(second.audit_logs[0].id < first.audit_logs[1].id).toBe(true);
    expect((await audit('start_time=2999-01-01T00:00:00Z')).audit_logs).toEqual([]);
    expect((await app.get('audit_logs?start_time=yesterday')).status).toBe(400);
  });

  it('is for administrators', async () => {
    const { plain_key: plain } = (await app.post('api_keys', { scopes: ['write'] })).body;
    const reply = await app.call('GET', '/api/v1/audit_logs', undefined, { authorization: `Bearer ${plain}` });
    expect(reply.status).toBe(403);
  });

  it.each(['UPDATE audit_logs SET action = $$x$$', 'DELETE FROM audit_logs', 'TRUNCATE audit_logs'])(
    'is append-only: %s',
    async (statement) => {
      await expect(runSql(app.database.url, statement)).rejects.toThrow('permission denied');
      await expect(runSql(app.database.ownerUrl, statement)).rejects.toThrow('append-only');
    },
  );
});
