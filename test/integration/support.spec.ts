import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inject } from 'vitest';
import { createDatabase, Receiver, refuseForeignServer, runSql, type TestDatabase } from '../support/index.js';

describe('createDatabase', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('clones the migrated template into a database of its own', async () => {
    const tables = await runSql(database.url, `SELECT 1 FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%' LIMIT 1`);
    expect(tables).toHaveLength(1);
    expect(database.url).not.toBe(inject('services').adminUrl);
  });

  it('refuses a server that this run did not start', async () => {
    await expect(refuseForeignServer(database.url, 'another run')).rejects.toThrow('not started by this test run');
  });
});

describe('Receiver', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await Receiver.start();
  });
  afterAll(() => receiver.close());

  it('records raw bytes and answers what it is told', async () => {
    receiver.answer = (_request, index) => ({ status: 500 + index, headers: { 'retry-after': '7' }, body: 'no' });
    const response = await fetch(receiver.url, {
      method: 'POST',
      body: '{"a" : 1}',
      headers: { 'webhook-id': 'evt_1' },
    });
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([500, '7', 'no']);
    const request = await receiver.next(({ headers }) => headers['webhook-id'] === 'evt_1');
    expect(request.rawBody.toString()).toBe('{"a" : 1}');
    await expect(receiver.next(undefined, 20)).rejects.toThrow('No matching request');
  });

  it('resets, hangs and drips', async () => {
    receiver.answer = () => ({ reset: true });
    await expect(fetch(receiver.url)).rejects.toThrow('fetch failed');
    receiver.answer = () => ({ hang: true });
    await expect(fetch(receiver.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
    receiver.answer = () => ({ dripMs: 5 });
    const drip = await fetch(receiver.url);
    const reader = drip.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^x+$/);
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    receiver.answer = () => ({ bodyBytes: 100_000 });
    expect((await (await fetch(receiver.url)).text()).length).toBe(100_000);
  });
});
