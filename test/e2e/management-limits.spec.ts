import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from './management-client.js';
import { runSql } from '../support/index.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const as = (credential: string) => ({ authorization: `Bearer ${credential}` });
const code = (reply: Reply) => reply.body.details[0].error_code as string;

describe('rate limits', () => {
  it('are told with every answer', async () => {
    const { headers } = await app.get('organizations');
    expect(headers.get('ratelimit-limit')).toBe('10000');
    expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(10_000);
    expect(headers.get('ratelimit-reset')).toMatch(/^\d+$/);
    expect(headers.get('ratelimit-policy')).toBe('"key";q=10000;w=10');
    expect(headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+$/);
  });

  it('are of one key, and say in whole seconds when to come back', async () => {
    const { plain_key: plain, api_key: key } = (await app.post('api_keys', { scopes: ['read'], rate_limit: 1 })).body;
    expect(key.rate_limit).toBe(1);
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => app.call('GET', '/api/v1/organizations', undefined, as(plain))),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(refused[0]!.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused[0]!.body).toMatchObject({ code: 8, details: [{ error_code: 'RATE_LIMITED' }] });
    expect((await app.get('organizations')).status).toBe(200);

    const changed = await app.patch(`api_keys/${key.id}`, { rate_limit: null, name: 'unbound' });
    expect(changed.body.api_key).toMatchObject({ rate_limit: null, name: 'unbound' });
    const after = await app.call('GET', '/api/v1/organizations', undefined, as(plain));
    expect(after.headers.get('ratelimit-limit')).toBe('10000');
  });

  it('are whole numbers', async () => {
    const reply = await app.post('api_keys', { scopes: ['read'], rate_limit: 0 });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe('rate_limit');
  });
});

describe('Idempotency-Key', () => {
  const create = (key: string, body: unknown, path = 'organizations') =>
    app.call('POST', `/api/v1/${path}`, body, { 'idempotency-key': key });

  it('makes one of several equal requests, with the same answer', async () => {
    const first = await create('idem-1', { display_name: 'Once', metadata: { a: '1', b: '2' } });
    const again = await create('idem-1', { metadata: { b: '2', a: '1' }, display_name: 'Once' });
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await app.get('organizations:search?query=Once')).body.total_size).toBe(1);
  });

  it('belongs to one request: another body, or another path, is refused', async () => {
    await create('idem-2', { display_name: 'First' });
    const other = await create('idem-2', { display_name: 'Second' });
    expect(other.status).toBe(422);
    expect(code(other)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await create('idem-2', { display_name: 'First' }, 'webhook_endpoints')).status).toBe(422);
    expect((await app.get('organizations:search?query=Second')).body.total_size).toBe(0);
  });

  it('lets one of two twins work', async () => {
    const twins = await Promise.all([1, 2, 3, 4].map(() => create('idem-3', { display_name: 'Twin' })));
    for (const twin of twins) expect([201, 409]).toContain(twin.status);
    expect(twins.filter((twin) => twin.status === 409).every((twin) => code(twin) === 'IDEMPOTENCY_KEY_IN_USE')).toBe(
      true,
    );
    expect((await app.get('organizations:search?query=Twin')).body.total_size).toBe(1);
  });

  it('repeats a refusal, too', async () => {
    const first = await create('idem-4', { display_name: '' });
    const again = await create('idem-4', { display_name: '' });
    expect(first.status).toBe(400);
    expect(again.status).toBe(400);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('is of one API key', async () => {
    const { plain_key: plain } = (await app.post('api_keys', { scopes: ['write'] })).body;
    const headers = { ...as(plain), 'idempotency-key': 'idem-1' };
    const reply = await app.call('POST', '/api/v1/organizations', { display_name: 'Mine' }, headers);
    expect(reply.status).toBe(201);
    expect(reply.body.organization.display_name).toBe('Mine');
  });

  it('gives a secret again, which is stored encrypted', async () => {
    const { path } = await app.directory();
    const secret = (await create('idem-5', undefined, `${path}/secrets`)).body.plain_secret;
    expect((await create('idem-5', undefined, `${path}/secrets`)).body.plain_secret).toBe(secret);
    const rows = await runSql<{ text: string }>(
      app.database.url,
      `SELECT encode(answer_cipher, 'escape') AS text FROM idempotency_keys WHERE key = 'idem-5'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.text).not.toContain(secret);
  });

  it('ends after 24 hours', async () => {
    const first = await create('idem-6', { display_name: 'Yesterday' });
    await runSql(
      app.database.url,
      `UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'idem-6'`,
    );
    const next = await create('idem-6', { display_name: 'Today' });
    expect(next.status).toBe(201);
    expect(next.body.organization.id).not.toBe(first.body.organization.id);
  });

  it.each(['', 'with space', 'x'.repeat(256)])('is refused by name: %j', async (key) => {
    const reply = await create(key, { display_name: 'x' });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe('Idempotency-Key');
  });
});
