import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#directory';
import { hashSecret } from '#persistence';
import { type ScimServer, type ServedDirectory, startScimServer } from '../support/scim-server.js';

let server: ScimServer;
let directory: ServedDirectory;
beforeAll(async () => {
  server = await startScimServer();
  directory = await server.directory();
});
afterAll(() => server.close());

const read = async (token: string, base = directory.base): Promise<number> => {
  const response = await fetch(`${base}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
};

it('a secret opens from the moment it is there, also one that was refused a moment before', async () => {
  const secret = 'an-imported-secret';
  expect(await read(secret)).toBe(401);
  await server.pool.query(`INSERT INTO directory_secrets (id, directory_id, hash, suffix) VALUES ($1, $2, $3, 'x')`, [
    newId('sec'),
    directory.directoryId,
    hashSecret(secret),
  ]);
  await expect.poll(() => read(secret)).toBe(200);
  await server.pool.query('UPDATE directory_secrets SET revoked_at = now() WHERE hash = $1', [hashSecret(secret)]);
  await expect.poll(() => read(secret)).toBe(401);
});

it('a stranger who makes up directories and tokens leaves the others their answers', async () => {
  const strangers = Array.from({ length: 200 }, (_, n) =>
    n % 2 === 0 ? read(`wrong-${n}`) : read('wrong', directory.base.replace(directory.directoryId, newId('dir'))),
  );
  expect(await read(directory.secret)).toBe(200);
  expect(new Set(await Promise.all(strangers))).toEqual(new Set([401]));
});
