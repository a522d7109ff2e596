import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '../support/run-sql.js';
import { ManagementClient, type Reply } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());
beforeEach(async () => {
  directory = await app.directory();
});

/** As if there had been no limit: copies of a row under other ids. */
async function copy(table: string, id: string, copies: number, ...more: string[]): Promise<void> {
  await runSql(
    app.database.ownerUrl,
    `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object('id', split_part(t.id, '_', 1) || '_' || upper(left(md5(t.id || n), 26))${more.map((one) => `, ${one}`).join('')}))).*
      FROM ${table} t, generate_series(1, ${copies}) n WHERE t.id = '${id}'`,
  );
}

const expectRefusal = ({ status, body }: Reply, limit: RegExp): void => {
  expect([status, body.message]).toEqual([409, expect.stringMatching(limit)]);
};

describe('there are at most', () => {
  it('20 live secrets of a directory; what is beyond stays, and one that is revoked makes room', async () => {
    const secrets = `${directory.path}/secrets`;
    const { secret, plain_secret } = (await app.post(secrets)).body;
    await copy('directory_secrets', secret.id, 25, `'hash'`, `concat('\\x', md5(n::text), md5(n::text))`);
    expectRefusal(await app.post(secrets), /at most 20 live secrets of a directory: revoke/);
    const answer = await app.call('GET', `/directory/${directory.directoryId}/scim/v2/Users`, undefined, {
      authorization: `Bearer ${plain_secret}`,
    });
    expect(answer.status).toBe(200);
    // Ends all of them.
    expect((await app.post(`${secrets}:regenerate`)).status).toBe(200);
    expect((await app.post(secrets)).status).toBe(201);
  });

  it('20 OAuth clients of a directory, with keys of at most 16 KiB', async () => {
    const clients = `${directory.path}/oauth_clients`;
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const key = await exportJWK(publicKey);
    const create = (x5c: string[]) =>
      app.post(clients, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...key, x5c }] } });
    const large = await create(['x'.repeat(16 * 1_024)]);
    expect([large.status, large.body.message]).toEqual([400, expect.stringContaining('at most 16 KiB')]);
    const { body } = await create(['x'.repeat(15 * 1_024)]);
    await copy('directory_secrets', body.client_id, 19);
    expectRefusal(await create([]), /at most 20 OAuth clients of a directory: delete/);
    expect((await app.post(`${directory.path}/secrets`)).status).toBe(201);
  });

  it('100 webhook endpoints of an organization, also by moving one there', async () => {
    const create = (organization_id?: string) =>
      app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/', organization_id, enabled: false });
    const [{ id }, elsewhere] = await Promise.all([
      create(directory.organizationId).then(({ body }) => body.endpoint),
      create().then(({ body }) => body.endpoint),
    ]);
    await copy('webhook_endpoints', id, 99);
    expectRefusal(await create(directory.organizationId), /at most 100 webhook endpoints of an organization/);
    const move = { organization_id: directory.organizationId };
    expectRefusal(await app.call('PATCH', `/api/v1/webhook_endpoints/${elsewhere.id}`, move), /at most 100/);
    // What stays in its place can be changed.
    expect((await app.call('PATCH', `/api/v1/webhook_endpoints/${id}`, { description: 'x' })).status).toBe(200);
    expect((await create()).status).toBe(201);
  });

  it('200 directories of an organization', async () => {
    const path = `organizations/${directory.organizationId}/directories`;
    await copy('directories', directory.directoryId, 199);
    expectRefusal(await app.post(path, {}), /at most 200 directories of an organization/);
  });

  it('1,000 terms of group rules and mapping together', async () => {
    const filter = Array.from({ length: 30 }, (_, i) => `title co "x${i}"`).join(' or ');
    const rules = Array.from({ length: 34 }, (_, n) => ({ name: `rule${n}`, group: 'Group', filter }));
    const put = (count: number) =>
      app.call('PUT', `/api/v1/${directory.path}/group_rules`, { rules: rules.slice(0, count) });
    const refused = await put(34);
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringMatching(/1000 terms.*1020/)]);
    expect((await put(33)).status).toBe(200);
    const path = `emails[${filter.replaceAll('title', 'display')}].value`;
    const attributes = [{ key: 'email', map_to: path }];
    const mapping = await app.call('PUT', `/api/v1/${directory.path}/attributes`, { attributes });
    expect([mapping.status, mapping.body.message]).toEqual([400, expect.stringMatching(/attributes: .*1000 terms/)]);
  });
});
