import { afterAll, beforeAll, expect, it } from 'vitest';
import { Notifications } from '#persistence';
import { createDatabase, runSql, type TestDatabase, until } from '../support/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const listeners = async (name: string): Promise<number[]> =>
  (
    await runSql<{ pid: number }>(database.url, 'SELECT pid FROM pg_stat_activity WHERE application_name = $1', [name])
  ).map(({ pid }) => pid);

function heard(name: string, channel = 'heard') {
  const seen: string[] = [];
  const notifications = new Notifications({
    databaseUrl: database.url,
    name,
    channel,
    onNotice: (payload) => seen.push(payload),
    onListening: () => seen.push('listening'),
    onLost: () => seen.push('lost'),
    onError: () => {},
  });
  return { notifications, seen };
}

it('one connection follows another that breaks, and hears again', async () => {
  const { notifications, seen } = heard('test-listen');
  await notifications.start();
  const [pid] = await listeners('rollcall-test-listen');
  await runSql(database.url, 'SELECT pg_terminate_backend($1)', [pid]);
  await until(() => expect(seen).toEqual(['listening', 'lost', 'listening']));
  const now = await listeners('rollcall-test-listen');
  expect(now).toHaveLength(1);
  expect(now).not.toContain(pid);
  await runSql(database.url, `NOTIFY heard, 'x'`);
  await until(() => expect(seen.at(-1)).toBe('x'));
  await notifications.stop();
  await until(async () => expect(await listeners('rollcall-test-listen')).toEqual([]));
});

it('a connection whose LISTEN is refused has one successor, and is ended itself', async () => {
  const { notifications, seen } = heard('test-refused', 'not a name');
  await expect(notifications.start()).rejects.toThrow('syntax error');
  expect(seen).toEqual(['lost']);
  // The second attempt fails, too: were there two of each, there would be three losses by now.
  await until(() => expect(seen.length).toBeGreaterThan(1));
  await notifications.stop();
  expect(seen).toEqual(['lost', 'lost']);
  await until(async () => expect(await listeners('test-refused')).toEqual([]));
});
