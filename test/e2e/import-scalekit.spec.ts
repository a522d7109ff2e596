import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertServiceEnvironment, loadEnvironment, type ServiceEnvironment } from '#config';
import { createPool } from '#persistence';
import { importScalekit, type ImportReport, type ScalekitOptions } from '../../apps/importer/src/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

const USERS = 45;

/** Another Rollcall stands for Scalekit: the SDK speaks to its gRPC face. */
let source: ManagementClient;
let target: ManagementClient;
let pool: Pool;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let groupId: string;
let otherGroupId: string;
let scratch: string;
const userIds: string[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-import-'));
  [source, target] = await Promise.all([
    ManagementClient.start({ ROLLCALL_DATA_DIR: join(scratch, 'source') }),
    ManagementClient.start({ ROLLCALL_DATA_DIR: join(scratch, 'target') }),
  ]);
  pool = createPool(target.database.url, { max: 2, name: 'test' });
  await source.call('PUT', '/api/v1/roles', { roles: [{ name: 'developer' }] });
  await target.call('PUT', '/api/v1/roles', { roles: [{ name: 'developer' }] });
  directory = await source.directory();
  await source.patch(`organizations/${directory.organizationId}`, {
    external_id: 'customer/1',
    metadata: { plan: 'pro' },
  });
  for (let number = 0; number < USERS; number++) {
    const id = await source.user(directory, `person${number}@megasoft.example`, {
      externalId: `idp-${number}`,
      name: { givenName: `Person ${number}` },
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' },
      active: number !== 7,
    });
    userIds.push(id);
  }
  const group = async (displayName: string, members: string[]): Promise<string> => {
    const body = { displayName, externalId: `g-${displayName}`, members: members.map((value) => ({ value })) };
    return (await source.scim(directory, 'POST', 'Groups', body)).body.id;
  };
  groupId = await group('Engineering', userIds.slice(0, 40));
  otherGroupId = await group('Sales', userIds.slice(0, 2));
  await source.call('PUT', `/api/v1/${directory.path}/groups/-/roles:assign`, {
    assignments: [{ group_id: groupId, role_name: 'developer' }],
  });
  await source.call('PUT', `/api/v1/${directory.path}/attributes`, {
    attributes: [{ key: 'title', map_to: 'externalId' }],
  });
  // Whoever is listening before the import hears nothing of it either.
  await target.post('webhook_endpoints', { url: 'http://127.0.0.1:9/hook' });
});

afterAll(async () => {
  await pool?.end();
  await Promise.all([source?.stop(), target?.stop()]);
  rmSync(scratch, { recursive: true, force: true });
});

function environment(region = 'us'): ServiceEnvironment {
  const loaded = loadEnvironment({
    DATABASE_URL: target.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ROLLCALL_PUBLIC_URL: 'https://rollcall.example',
    ROLLCALL_DATA_DIR: scratch,
    ROLLCALL_REGION: region,
  });
  assertServiceEnvironment(loaded);
  return loaded;
}

function run(more: Partial<ScalekitOptions> = {}): Promise<ImportReport> {
  return importScalekit({
    environment: environment(),
    environmentUrl: source.api.url,
    clientId: 'rollcall',
    clientSecret: API_KEY,
    ...more,
  });
}

async function count(table: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  return rows[0]!.count;
}

describe('an import from Scalekit', () => {
  it('says in a dry run what it would do, and writes nothing', async () => {
    const report = await run({ dryRun: true, newSecrets: true });
    expect(report).toMatchObject({ dry_run: true, finished: true, problems: [] });
    expect(report.counts).toMatchObject({
      organizations: { created: 1 },
      directories: { created: 1 },
      users: { created: USERS, present: 0, refused: 0 },
      groups: { created: 2, present: 0, refused: 0 },
      memberships: { created: 42 },
    });
    expect(report.directories).toMatchObject([{ id: directory.directoryId, secret: 'new' }]);
    expect(report.directories[0]!.plain_secret).toBeUndefined();
    for (const table of ['organizations', 'directories', 'users', 'groups', 'directory_secrets']) {
      expect(await count(table), table).toBe(0);
    }
  });

  it('refuses organizations whose data belongs to another region', async () => {
    const report = await run({ environment: environment('eu'), dryRun: true });
    expect(report.counts).toMatchObject({ organizations: { created: 0, refused: 1 }, directories: { created: 0 } });
    expect(report.problems).toEqual([
      { kind: 'organizations', id: directory.organizationId, reason: expect.stringContaining('region "us"') },
    ]);
  });

  it('goes on where it was interrupted', async () => {
    const stop = new AbortController();
    const first = await run({
      pageSize: 10,
      newSecrets: true,
      signal: stop.signal,
      onProgress: ({ phase, users }) => {
        if (phase === 'users' && users === 20) stop.abort();
      },
    });
    expect(first).toMatchObject({ finished: false, continued: false });
    expect(first.counts.users).toEqual({ created: 20, present: 0, refused: 0 });
    expect(await count('users')).toBe(20);
    // One that a crash could keep from the report is not made.
    expect(await count('directory_secrets')).toBe(0);

    // A crash, this time: what was written last is not in the journal yet.
    const crash = run({
      pageSize: 10,
      onProgress: ({ users }) => {
        if (users === 10) throw new Error('the power is gone');
      },
    });
    await expect(crash).rejects.toThrow('the power is gone');
    expect(await count('users')).toBe(30);

    const last = await run({ pageSize: 10 });
    expect(last).toMatchObject({ finished: true, continued: true, problems: [] });
    expect(last.counts.users).toEqual({ created: USERS - 30, present: 0, refused: 0 });
    expect(last.counts.groups).toEqual({ created: 0, present: 0, refused: 0 });
    expect(await count('users')).toBe(USERS);
    expect(await count('group_members')).toBe(42);
  });

  it('keeps every id, and what is behind it', async () => {
    const path = directory.path;
    const { organization } = (await target.get(`organizations/${directory.organizationId}`)).body;
    expect(organization).toMatchObject({
      display_name: 'Megasoft',
      external_id: 'customer/1',
      metadata: { plan: 'pro' },
    });
    expect((await target.get(path)).body.directory).toMatchObject({
      id: directory.directoryId,
      directory_provider: 'OKTA',
      enabled: true,
      status: 'COMPLETED',
      total_users: USERS,
      total_groups: 2,
      attribute_mappings: { attributes: [{ key: 'title', map_to: 'externalId' }] },
      role_assignments: { assignments: [{ group_id: groupId, role_name: 'developer' }] },
    });
    for (const id of [userIds[0], userIds[7], userIds[44]]) {
      const there = (await source.get(`${path}/users/${id}?include_detail=true`)).body.user;
      const here = (await target.get(`${path}/users/${id}?include_detail=true`)).body.user;
      for (const user of [there, here]) {
        delete user.created_at;
        delete user.updated_at;
        // It counts what was announced by each.
        delete user.version;
        delete user.user_detail.version;
      }
      expect(here).toEqual(there);
    }
    expect((await target.get(`${path}/users/${userIds[0]}`)).body.user).toMatchObject({
      version: 1,
      active: true,
      roles: [{ role_name: 'developer' }],
      groups: [{ id: groupId }, { id: otherGroupId }],
    });
    expect((await target.get(`${path}/users/${userIds[7]}`)).body.user).toMatchObject({ version: 0, active: false });
    expect((await target.get(`${path}/groups/${groupId}`)).body.group).toMatchObject({
      display_name: 'Engineering',
      external_id: 'g-Engineering',
      total_users: 40,
    });
  });

  it('announces nothing', async () => {
    for (const table of ['events', 'deliveries', 'delivery_log', 'pending_announcements']) {
      expect(await count(table), table).toBe(0);
    }
  });

  it('changes nothing when it is run again', async () => {
    const rows = async (): Promise<unknown> =>
      (await pool.query('SELECT * FROM users ORDER BY id')).rows.concat(
        (await pool.query('SELECT * FROM groups ORDER BY id')).rows,
        (await pool.query('SELECT * FROM group_members ORDER BY group_id, user_id')).rows,
        (await pool.query('SELECT * FROM directories')).rows,
      );
    const before = await rows();
    const report = await run();
    expect(report).toMatchObject({ finished: true, continued: false, problems: [] });
    expect(report.counts).toMatchObject({
      organizations: { created: 0, present: 1 },
      directories: { created: 0, present: 1 },
      users: { created: 0, present: USERS },
      groups: { created: 0, present: 2 },
      memberships: { created: 0 },
    });
    expect(report.directories).toMatchObject([{ id: directory.directoryId, secret: 'needed' }]);
    expect(await rows()).toEqual(before);
  });

  it('brings memberships that the users do not name', async () => {
    await pool.query('DELETE FROM group_members WHERE group_id = $1', [groupId]);
    await pool.query(`UPDATE users SET profile = jsonb_set(profile, '{roles}', '[]')`);
    const report = await run();
    expect(report.counts.memberships).toEqual({ created: 40, present: 0, refused: 0 });
    expect((await target.get(`${directory.path}/users/${userIds[1]}`)).body.user).toMatchObject({
      roles: [{ role_name: 'developer' }],
      version: 1,
    });
    expect(await count('events')).toBe(0);
  });

  it('makes a new SCIM secret once, with which changes are announced as of then', async () => {
    const report = await run({ newSecrets: true });
    const [opened] = report.directories;
    expect(opened).toMatchObject({
      secret: 'new',
      scim_endpoint: `https://rollcall.example/directory/${directory.directoryId}/scim/v2`,
    });
    expect((await run({ newSecrets: true })).directories).toMatchObject([{ secret: 'present' }]);

    const scim = { directoryId: directory.directoryId, secret: opened!.plain_secret! };
    const patch = (id: string, path: string, value: unknown) =>
      target.scim(scim, 'PATCH', `Users/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path, value }],
      });
    expect((await patch(userIds[0]!, 'nickName', 'Zero')).status).toBe(200);
    expect((await patch(userIds[1]!, 'active', false)).status).toBe(200);
    expect((await patch(userIds[7]!, 'active', true)).status).toBe(200);
    const events = await target.events(`directory_id=${directory.directoryId}`, 3);
    expect(events.map(({ type, data }) => [type, data['id'], data['version']])).toEqual([
      ['organization.directory.user_updated', userIds[0], 2],
      ['organization.directory.user_deleted', userIds[1], 2],
      ['organization.directory.user_created', userIds[7], 1],
    ]);
    expect(events[0]).toMatchObject({ sequence: 1, previous_attributes: { nickname: null } });
  });

  it('names what is in the way, by id, and imports the rest', async () => {
    const taken = await target.directory();
    const newcomers = [
      await source.user(directory, 'late@megasoft.example'),
      await source.user(directory, 'taken@megasoft.example'),
    ];
    const { plain_secret: secret } = (await target.post(`${directory.path}/secrets`)).body;
    await target.user({ ...directory, secret }, 'taken@megasoft.example');
    await source.scim(directory, 'POST', 'Groups', { displayName: 'Elsewhere' });
    const { id } = (await source.get(`${directory.path}/groups?page_size=100`)).body.groups.find(
      (group: { display_name: string }) => group.display_name === 'Elsewhere',
    );
    await pool.query(
      `INSERT INTO groups (id, directory_id, display_name, display_name_key, resource, updated_at) VALUES ($1, $2, 'x', 'x', '{}', now())`,
      [id, taken.directoryId],
    );
    const report = await run();
    expect(report.finished).toBe(true);
    expect(report.counts.users).toEqual({ created: 1, present: USERS, refused: 1 });
    expect(report.problems).toEqual([
      { kind: 'groups', id, reason: 'this id belongs to another directory here' },
      expect.objectContaining({ kind: 'users', id: newcomers[1], reason: expect.stringContaining('is taken') }),
    ]);
    expect((await target.get(`${directory.path}/users/${newcomers[0]}`)).status).toBe(200);
  });
});
