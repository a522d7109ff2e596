import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryChanges } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let pool: Pool;
beforeAll(async () => {
  app = await ManagementClient.start();
  pool = createPool(app.database.url, { max: 4, name: 'test' });
});
afterAll(async () => {
  await pool.end();
  await app.stop();
});

type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

const endpoint = async (input: Record<string, unknown> = {}): Promise<string> =>
  (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/hooks', ...input })).body.endpoint.id;
const resource = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
});

/** A change of another process that has seen the endpoints of now, has written, and does not commit until it is told to. */
async function heldChange(directory: Directory, userName: string): Promise<{ end(): Promise<void> }> {
  const transactions = new PostgresDirectoryTransactions(pool);
  let end!: () => void;
  const told = new Promise<void>((resolve) => (end = resolve));
  let written!: () => void;
  const isWritten = new Promise<void>((resolve) => (written = resolve));
  const changes = new DirectoryChanges(
    {
      run: (id, work) =>
        transactions.run(id, async (transaction) => {
          const result = await work(transaction);
          written();
          await told;
          return result;
        }),
    },
    { ring: () => {}, announce: () => {} },
  );
  const done = changes.submit(directory.directoryId, {
    kind: 'create-user',
    resource: resource(userName),
    caller: {},
  });
  await isWritten;
  return {
    end: async () => {
      end();
      await done;
    },
  };
}

describe('while a change is being written', () => {
  it('an edit that leaves alone who gets what waits for nobody', async () => {
    const directory = await app.directory();
    const id = await endpoint();
    const change = await heldChange(directory, 'ada');
    const edits = { description: 'new', rate_limit: 5, headers: { 'x-a': 'b' }, url: 'http://127.0.0.1:9/other' };
    const reply = await app.patch(`webhook_endpoints/${id}`, edits);
    expect(reply.body.endpoint).toMatchObject({ description: 'new', rate_limit: 5 });
    await change.end();
  });

  it.each([
    ['a new endpoint', () => app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/hooks' })],
    [
      'a change of the event types',
      async () => {
        const event_types = ['organization.directory.user_created'];
        return await app.patch(`webhook_endpoints/${await endpoint({ enabled: false })}`, { event_types });
      },
    ],
    ['an enabling', async () => app.patch(`webhook_endpoints/${await endpoint()}`, { enabled: true })],
  ])('%s is answered when that change is over, and holds up no other', async (_what, edit) => {
    const [busy, quiet] = [await app.directory(), await app.directory()];
    const change = await heldChange(busy, 'ada');
    let answered = false;
    const editing = edit().then((reply) => {
      answered = true;
      return reply;
    });
    // Both directories of this organization, one after another, as long as the edit waits.
    for (let n = 0; n < 20; n++) await app.user(quiet, `user-${n}`);
    expect(answered).toBe(false);
    await change.end();
    expect((await editing).status).toBeLessThan(300);
  });

  it('an endpoint of another directory or organization does not wait for it', async () => {
    const [busy, quiet] = [await app.directory(), await app.directory()];
    const change = await heldChange(busy, 'ada');
    const { status } = await app.post('webhook_endpoints', {
      url: 'http://127.0.0.1:9/hooks',
      directory_id: quiet.directoryId,
    });
    expect(status).toBe(201);
    const other = { url: 'http://127.0.0.1:9/hooks', organization_id: quiet.organizationId };
    expect((await app.post('webhook_endpoints', other)).status).toBe(201);
    await change.end();
  });
});

describe('what is committed after the answer', () => {
  it('has a delivery for whoever was created, enabled or given an event type meanwhile', async () => {
    const directories = await Promise.all(Array.from({ length: 4 }, () => app.directory()));
    let stopped = false;
    const writers = directories.map(async (directory, at) => {
      for (let n = 0; !stopped; n++) await app.user(directory, `w${at}-${n}`);
    });
    const created = 'organization.directory.user_created';
    const known: { id: string; scope?: Directory; snapshot: string }[] = [];
    const answered = async (id: string, scope?: Directory) => {
      const { rows } = await pool.query<{ at: string }>('SELECT pg_current_snapshot()::text AS at');
      known.push({ id, snapshot: rows[0]!.at, ...(scope && { scope }) });
    };
    for (let round = 0; round < 15; round++) {
      const scope = directories[round % 4]!;
      await answered(await endpoint());
      await answered(await endpoint({ organization_id: scope.organizationId }), scope);
      const narrow = await endpoint({ event_types: ['rollcall.test'] });
      await app.patch(`webhook_endpoints/${narrow}`, { event_types: [created], directory_id: scope.directoryId });
      await answered(narrow, scope);
    }
    stopped = true;
    await Promise.all(writers);
    for (const { id, snapshot, scope } of known) {
      const { rows } = await pool.query<{ missed: number; later: number }>(
        `SELECT count(*) AS later, count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM all_deliveries d WHERE d.event_id = e.id AND d.endpoint_id = $1)) AS missed
          FROM events e WHERE NOT pg_visible_in_snapshot(e.xid, $2::pg_snapshot) AND e.type = $3
            AND ($4::text IS NULL OR e.directory_id = $4)`,
        [id, snapshot, created, scope?.directoryId ?? null],
      );
      expect(rows[0]).toMatchObject({ missed: 0 });
    }
    // The writers wrote all along: the question was put.
    expect((await pool.query<{ n: number }>('SELECT count(*) AS n FROM events')).rows[0]!.n).toBeGreaterThan(50);
  });
});
