import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, DirectoryReads, NotFewError } from '#persistence';
import { ManagementClient } from './management-client.js';

/** More than a lookup looks at. */
const REFERENCES = 1_200;
const reference = (n: number) => `2819c223-7f76-453a-919d-${String(n).padStart(12, '0')}`;

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let users: string[];
let large: string;
let small: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
  users = (await Promise.all(['ada', 'bob', 'eve'].map((name) => app.user(directory, name)))).sort();
  const create = async (displayName: string, values: string[]): Promise<string> =>
    (await app.scim(directory, 'POST', 'Groups', { displayName, members: values.map((value) => ({ value })) })).body.id;
  large = await create('large', [...Array.from({ length: REFERENCES }, (_, n) => reference(n)), ...users]);
  small = await create('small', users);
});
afterAll(() => app.stop());

const membersOf = (group: { members?: { value: string }[] }) => group.members?.map(({ value }) => value);
const ALL = () => [...users, ...Array.from({ length: REFERENCES }, (_, n) => reference(n))];

describe('a group of more members than a lookup looks at', () => {
  it('is answered whole, its users first, whichever way it is asked for', async () => {
    expect(membersOf((await app.scim(directory, 'GET', `Groups/${large}`)).body)).toEqual(ALL());
    const found = (await app.scim(directory, 'GET', 'Groups?filter=displayName eq "large"')).body.Resources;
    expect(found.map(membersOf)).toEqual([ALL()]);
    const put = await app.scim(directory, 'PUT', `Groups/${large}`, { displayName: 'large', externalId: 'x' });
    expect([put.status, membersOf(put.body)]).toEqual([200, ALL()]);
    expect(membersOf((await app.scim(directory, 'GET', `Groups/${small}`)).body)).toEqual(users);
  });

  it('is read on a connection of searches, and by nothing else', async () => {
    const pool = createPool(app.database.url, { max: 1, name: 'test' });
    const reads = new DirectoryReads(pool);
    await expect(reads.membersOf(large)).rejects.toThrow(NotFewError);
    expect((await reads.membersOf(small)).map(({ value }) => value)).toEqual(users);
    const client = await pool.connect();
    // The pool has no other connection.
    expect((await reads.membersOf(large, client)).map(({ value }) => value)).toEqual(ALL());
    client.release();
    await pool.end();
  });
});
