import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CursorExpiredError,
  type Directory,
  Rollcall,
  RollcallError,
  type RollcallEvent,
  type SnapshotUser,
  verifyWebhook,
} from '#client';
import { Receiver, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
let rollcall: Rollcall;
let directory: Directory;
let secret: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  rollcall = new Rollcall({ baseUrl: app.api.url, apiKey: API_KEY });
  const organization = await rollcall.organizations.create({ display_name: 'Megasoft', external_id: 'customer/1' });
  directory = await rollcall.directories.create(organization.id, { directory_provider: 'OKTA', name: 'Okta' });
  secret = (await rollcall.directories.createSecret(directory)).plain_secret;
  for (const name of ['ada', 'bob', 'cleo'])
    await app.user({ directoryId: directory.id, secret }, `${name}@example.com`);
  await app.scim({ directoryId: directory.id, secret }, 'POST', 'Groups', { displayName: 'Engineering' });
});
afterAll(() => app.stop());

describe('@rollcall/client against a running broker', () => {
  it('organizations', async () => {
    const { organizations } = rollcall;
    const found = await organizations.getByExternalId('customer/1');
    expect(await organizations.get(found.id)).toEqual(found);
    expect((await organizations.update(found.id, { display_name: 'Megasoft Inc' })).display_name).toBe('Megasoft Inc');
    expect(await organizations.search('Megasoft').toArray()).toHaveLength(1);
    expect((await organizations.updateFeatures(found.id, [{ name: 'dir_sync', enabled: true }])).id).toBe(found.id);
    expect((await organizations.createPortalLink(found.id)).location).toMatch(/^https:/);

    const made = [];
    for (const n of [1, 2, 3]) made.push((await organizations.create({ display_name: `Other ${n}` })).id);
    const walked = [];
    for await (const { id } of organizations.list({ page_size: 1 })) walked.push(id);
    expect(walked).toHaveLength(4);
    expect(walked).toEqual(expect.arrayContaining(made));
    for (const id of made) await organizations.delete(id);
    await expect(organizations.get(made[0]!)).rejects.toMatchObject({
      status: 404,
      code: 5,
      errorCode: 'RESOURCE_NOT_FOUND',
      requestId: expect.any(String) as string,
    });
  });

  it('creates once, however often it is sent', async () => {
    const input = { display_name: 'Once' };
    const first = await rollcall.organizations.create(input, { idempotencyKey: 'once' });
    expect((await rollcall.organizations.create(input, { idempotencyKey: 'once' })).id).toBe(first.id);
    await rollcall.organizations.delete(first.id);
  });

  it('names the fields that are wrong', async () => {
    const error = await rollcall.endpoints.create({ url: 'nonsense' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RollcallError);
    expect(error).toMatchObject({ status: 400, errorCode: 'VALIDATION_ERROR', fieldViolations: [{ field: 'url' }] });
  });

  it('directories', async () => {
    const { directories } = rollcall;
    expect((await directories.list(directory.organization_id)).map(({ id }) => id)).toEqual([directory.id]);
    expect(await directories.get(directory)).toMatchObject({ total_users: 3, total_groups: 1 });
    expect((await directories.update(directory, { name: 'Okta EU' })).name).toBe('Okta EU');
    await directories.disable(directory);
    expect((await directories.get(directory)).enabled).toBe(false);
    await directories.enable(directory);
    const spare = await directories.createSecret(directory);
    await directories.revokeSecret(directory, spare.secret.id);
    const replaced = await directories.regenerateSecret(directory, { overlap: '24h' });
    expect((await directories.listSecrets(directory)).map(({ id }) => id)).toContain(replaced.secret.id);
    const policy = await directories.policy(directory);
    expect(await directories.updatePolicy(directory, { retention_days: 30 })).toEqual({
      ...policy,
      retention_days: 30,
    });
    await until(async () => expect(await directories.requests(directory).toArray({ limit: 4 })).toHaveLength(4));
    const spent = await directories.create(directory.organization_id, { directory_provider: 'GENERIC' });
    await directories.delete(spent, { users: 'erase' });
    await expect(directories.get(spent)).rejects.toMatchObject({ status: 404 });
  });

  it('notes about directories', async () => {
    expect(await rollcall.directories.context(directory)).toEqual({});
    await rollcall.directories.updateContext(directory, { step: 2 });
    expect(await rollcall.directories.context(directory)).toEqual({ step: 2 });
  });

  it('users and groups', async () => {
    const users = await rollcall.users.list(directory, { page_size: 2, active: 'true' }).toArray();
    expect(users.map(({ email }) => email)).toEqual(['ada@example.com', 'bob@example.com', 'cleo@example.com']);
    expect((await rollcall.users.get(directory, users[0]!.id)).email).toBe('ada@example.com');
    const filtered = rollcall.users.list(directory, { filter: 'userName sw "bob"' });
    expect((await filtered.page()).totalSize).toBe(1);
    const [group] = await rollcall.groups.list(directory).toArray();
    expect((await rollcall.groups.get(directory, group!.id)).display_name).toBe('Engineering');
    expect(await rollcall.groups.members(directory, group!.id).toArray()).toEqual([]);
    const personal = await rollcall.users.exportPersonalData(directory, users[2]!.id);
    expect(personal.user).toMatchObject({ id: users[2]!.id });
  });

  it('a snapshot, and the feed from where it ends', async () => {
    const snapshot = await rollcall.directories.snapshot(directory);
    const lines = [];
    for await (const line of snapshot) lines.push(line);
    expect(lines.map(({ object }) => object)).toEqual([
      'DirectoryGroup',
      'DirectoryUser',
      'DirectoryUser',
      'DirectoryUser',
    ]);
    expect((lines[1] as SnapshotUser).preferred_username).toBe('ada@example.com');

    const stop = new AbortController();
    const tail = rollcall.events.tail({
      after: snapshot.after,
      directory_id: directory.id,
      types: ['organization.directory.user_created'],
      pollInterval: 50,
      signal: stop.signal,
    });
    // What the snapshot has may come twice, where another transaction was running when the snapshot was taken.
    const created = (async () => {
      for await (const { data } of tail)
        if ('preferred_username' in data && data.preferred_username === 'dora@example.com') return data;
      return undefined;
    })();
    const id = await app.user({ directoryId: directory.id, secret }, 'dora@example.com');
    expect(await created).toMatchObject({ id });
    stop.abort();
  });

  it('resumes the feed where its reader left off', async () => {
    const read = async (after: string | undefined, most: number) => {
      const tail = rollcall.events.tail({ after, directory_id: directory.id, follow: false });
      const events: RollcallEvent[] = [];
      for await (const event of tail) if (events.push(event) > most) break;
      return { events, cursor: tail.cursor };
    };
    const all = await read(undefined, Infinity);
    expect(all.events.length).toBeGreaterThan(4);
    const beginning = await read(undefined, 2);
    expect(beginning.cursor).toBe(all.events[1]!.id);
    const rest = await read(beginning.cursor, Infinity);
    expect([...all.events.slice(0, 2), ...rest.events]).toEqual(all.events);
    const newest = await rollcall.events.list({ page_size: 2 }).page();
    expect(newest.items).toHaveLength(2);
  });

  it('says that a cursor has expired', async () => {
    const tail = rollcall.events.tail({ after: 'evt_00000000000000000000000001', follow: false });
    await expect(tail[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(CursorExpiredError);
  });

  it('endpoints and deliveries, to the signature', async () => {
    const receiver = await Receiver.start();
    try {
      const { endpoints, deliveries } = rollcall;
      const endpoint = await endpoints.create({ url: receiver.url, organization_id: directory.organization_id });
      const tested = await endpoints.test(endpoint.id);
      expect(tested.attempt.outcome).toBe('delivered');
      const request = await receiver.next();
      const event = verifyWebhook(endpoint.secret, request.headers, request.rawBody);
      expect(event.type).toBe('rollcall.test');

      const rotated = await endpoints.rotateSecret(endpoint.id, { overlap: '1h' });
      expect(await endpoints.secret(endpoint.id)).toBe(rotated);
      await endpoints.test(endpoint.id);
      const signedTwice = await receiver.next();
      for (const known of [endpoint.secret, rotated, [endpoint.secret, rotated]]) {
        expect(verifyWebhook(known, signedTwice.headers, signedTwice.rawBody).type).toBe('rollcall.test');
      }

      await app.user({ directoryId: directory.id, secret }, 'emil@example.com');
      const delivery = await until(async () => {
        const [found] = await deliveries.list(endpoint.id, { state: 'pending' }).toArray();
        expect(found).toBeDefined();
        return found!;
      });
      expect((await deliveries.get(delivery.id)).event_type).toBe('organization.directory.user_created');
      expect((await deliveries.retry(delivery.id)).state).toBe('pending');
      expect(await deliveries.unacknowledgedDeprovisionings().toArray()).toEqual([]);
      expect(await endpoints.replay(endpoint.id, { since: '2026-01-01T00:00:00Z' })).toMatchObject({
        count: 0,
        replay: { endpoint_id: endpoint.id },
      });
      const begun = await rollcall.directories.resync(directory, endpoint.id);
      expect(begun).toMatchObject({ endpoint_id: endpoint.id, directory_id: directory.id });
      expect(await endpoints.resend(endpoint.id, begun.id)).toMatchObject({ id: begun.id, kind: 'resync' });
      expect((await endpoints.resends(endpoint.id).toArray()).map(({ kind }) => kind)).toEqual(['resync', 'replay']);
      expect((await endpoints.update(endpoint.id, { enabled: false })).enabled).toBe(false);
      expect((await endpoints.list().toArray()).map(({ id }) => id)).toEqual([endpoint.id]);
      await endpoints.delete(endpoint.id);
      await expect(endpoints.get(endpoint.id)).rejects.toMatchObject({ status: 404 });
    } finally {
      await receiver.close();
    }
  });

  it('everything else, by request', async () => {
    expect(await rollcall.request('GET', '/roles')).toEqual({ roles: [] });
  });

  it('erases a person', async () => {
    const query = { filter: 'userName eq "ada@example.com"' };
    const [user] = await rollcall.users.list(directory, query).toArray();
    await rollcall.users.erasePersonalData(directory, user!.id);
    expect(await rollcall.users.list(directory, query).toArray()).toEqual([]);
  });

  it('refuses a wrong key without trying again', async () => {
    const stranger = new Rollcall({ baseUrl: app.api.url, apiKey: 'wrong' });
    await expect(stranger.organizations.list().page()).rejects.toMatchObject({
      status: 401,
      errorCode: 'UNAUTHENTICATED',
    });
  });
});
