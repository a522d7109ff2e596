import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

// Without a worker: everything stays as it is set here.
let client: ManagementClient;
let pool: Pool;

beforeAll(async () => {
  client = await ManagementClient.start(LOOPBACK);
  pool = createPool(client.database.url, { max: 1, name: 'test' });
});
afterAll(async () => {
  await pool.end();
  await client.stop();
});

it('the metrics tell how many syncs wait and fail, and how late they are, but not of what is switched off', async () => {
  const directories: PulledDirectory[] = [];
  for (let at = 0; at < 5; at += 1) {
    const directory = await PulledDirectory.create(client, 'HIBOB');
    await directory.connect({ api_base: 'http://127.0.0.1:9' }, { service_user_id: 'S', token: 't' }, '30m');
    directories.push(directory);
  }
  const [waiting, failing, late, off, gone] = directories as [PulledDirectory, ...PulledDirectory[]];
  await waiting.post(':sync');
  for (const directory of [failing!, off!, gone!]) {
    const { id } = (await directory.post(':sync')).body.sync;
    await pool.query(`UPDATE syncs SET state = 'needs_review' WHERE id = $1`, [id]);
    await pool.query('UPDATE connections SET failing_since = now() WHERE directory_id = $1', [directory.id]);
  }
  await pool.query(`UPDATE connections SET next_sync_at = now() - interval '90 seconds' WHERE directory_id = $1`, [
    late!.id,
  ]);
  const forgotten = [off!.id, gone!.id];
  await pool.query(`UPDATE connections SET next_sync_at = now() - interval '1 day' WHERE directory_id = ANY($1)`, [
    forgotten,
  ]);
  await client.patch(`${off!.path}:disable`);
  await client.delete(gone!.path);

  const { text } = await client.call('GET', '/metrics');
  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length),
    );
  expect(value('rollcall_sync_open{state="queued"}')).toBe(1);
  expect(value('rollcall_sync_open{state="running"}')).toBe(0);
  // Somebody has to look at the one of the disabled directory, too.
  expect(value('rollcall_sync_open{state="needs_review"}')).toBe(2);
  expect(value('rollcall_sync_connections_failing')).toBe(1);
  const overdue = value('rollcall_sync_overdue_seconds');
  expect(overdue).toBeGreaterThanOrEqual(90);
  expect(overdue).toBeLessThan(3_600);
});
