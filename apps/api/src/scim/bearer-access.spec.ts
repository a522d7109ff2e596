import { type Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadEnvironment } from '#config';
import { hashSecret } from '#persistence';
import { BackgroundLog } from '../background-log.js';
import { type AccessTokens } from '../tokens/access-tokens.js';
import { BearerAccess } from './bearer-access.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function accessOf(secret: string, isListening = true) {
  let asked = 0;
  const row = {
    enabled: true,
    pulled: false,
    allowlist: [],
    id: 'sec_1',
    kind: 'bearer',
    hash: hashSecret(secret),
    expiresAt: null,
  };
  const query = async (given: { values?: string[][] }) => {
    if (!Array.isArray(given.values?.[0])) return { rows: [] };
    asked += 1;
    return { rows: given.values[0].filter((id) => id === 'dir_1').map((id) => ({ ...row, directory_id: id })) };
  };
  const tokens = { verify: async () => undefined } as unknown as AccessTokens;
  const environment = loadEnvironment({
    DATABASE_URL: 'postgresql://127.0.0.1/none',
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  const access = new BearerAccess(
    { query } as unknown as Pool,
    environment,
    tokens,
    new BackgroundLog({ warn: vi.fn() }),
  );
  // As if PostgreSQL were listened to.
  (access as unknown as { cache: { keeps: boolean } }).cache.keeps = isListening;
  return { access, asked: () => asked };
}

it('asks once a second about a wrong token, and does not forget the right ones for it', async () => {
  const { access, asked } = accessOf('right');
  expect(await access.check('dir_1', 'right')).toMatchObject({ secretId: 'sec_1' });
  await vi.advanceTimersByTimeAsync(200);
  for (let n = 0; n < 50; n++) expect(await access.check('dir_1', 'wrong')).toBeUndefined();
  expect(asked()).toBe(2);
  expect(await access.check('dir_1', 'right')).toMatchObject({ secretId: 'sec_1' });
  expect(asked()).toBe(2);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(await access.check('dir_1', 'wrong')).toBeUndefined();
  expect(asked()).toBe(3);
});

it('asks a few times a second about any number of different wrong tokens, and about unknown directories once', async () => {
  const { access, asked } = accessOf('right');
  await access.check('dir_1', 'right');
  await vi.advanceTimersByTimeAsync(200);
  const refused = Array.from({ length: 300 }, (_, n) => access.check('dir_1', `wrong-${n}`));
  await vi.advanceTimersByTimeAsync(200);
  expect(new Set(await Promise.all(refused))).toEqual(new Set([undefined]));
  expect(asked()).toBeLessThan(5);
  const before = asked();
  for (let n = 0; n < 20; n++) expect(await access.check('dir_x', 'wrong')).toBeUndefined();
  expect(asked()).toBeLessThan(before + 3);
});

it('answers nobody from memory where changes are not heard of', async () => {
  const { access, asked } = accessOf('right', false);
  for (let n = 0; n < 3; n++) expect(await access.check('dir_1', 'right')).toMatchObject({ secretId: 'sec_1' });
  expect(asked()).toBe(3);
});
