import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertServiceEnvironment, loadEnvironment, type ServiceEnvironment } from '#config';
import { derivedId } from '#directory';
import { createPool } from '#persistence';
import { importPolis, type ImportReport, type PolisFrom, type PolisOptions } from '../../apps/importer/src/index.js';
import { type TestDatabase } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { POLIS_KEY, PolisApi, polisDatabase } from './polis-installation.js';

interface Source {
  from: PolisFrom;
  /** Acme's Okta connection, and its SCIM secret. */
  directoryId: string;
  secret: string;
  /** Ada, and the group Engineering, as the identity provider knows them. */
  ada: string;
  engineering: string;
  stop(): Promise<void>;
}

const PLAIN = {
  directoryId: derivedId('dir', 'c49e8b89-3446-4d7f-8eb4-e7730b25534b'),
  secret: '7-9fhGT9zZrv6yiUW-Nhdw',
  ada: '8c13e2a2-51a3-4239-8437-c87bcd62cd03',
  engineering: '5caa606d-50ea-4fe5-9f14-5516ff144ad0',
};

const SEALED = {
  directoryId: derivedId('dir', '2fa3907f-1a16-4117-a5e4-681f293f1995'),
  secret: 'M4dlBr42GniX9VdhOZLwzQ',
  ada: '642ba08a-dea4-4e01-be39-4b47f2da6321',
  engineering: '09c39171-defa-4cc5-ad2d-78d709a4de66',
};

async function tables(name: 'plain' | 'sealed'): Promise<Source> {
  const database: TestDatabase = await polisDatabase(name);
  const from = { databaseUrl: database.url, pageSize: 3, ...(name === 'sealed' && { encryptionKey: POLIS_KEY }) };
  const known = name === 'plain' ? PLAIN : SEALED;
  return { from, ...known, stop: () => database.drop() };
}

async function rest(): Promise<Source> {
  const api = await PolisApi.start();
  const from = { url: api.url, apiKey: api.apiKey, products: ['app'] };
  return { from, ...PLAIN, stop: () => api.stop() };
}

describe.each([
  ['its tables', () => tables('plain')],
  ['its tables, encrypted', () => tables('sealed')],
  ['its REST API', rest],
])('an import from Polis, by %s', (_how, open) => {
  let source: Source;
  let target: ManagementClient;
  let pool: Pool;
  let scratch: string;
  // The tests read whatever shape the contract promises.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let okta: any;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'rollcall-import-'));
    [source, target] = await Promise.all([open(), ManagementClient.start()]);
    pool = createPool(target.database.url, { max: 2, name: 'test' });
  });

  afterAll(async () => {
    await pool?.end();
    await Promise.all([source?.stop(), target?.stop()]);
    rmSync(scratch, { recursive: true, force: true });
  });

  function environment(): ServiceEnvironment {
    const loaded = loadEnvironment({
      DATABASE_URL: target.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_PUBLIC_URL: 'https://rollcall.example',
      ROLLCALL_DATA_DIR: scratch,
    });
    assertServiceEnvironment(loaded);
    return loaded;
  }

  const run = (more: Partial<PolisOptions> = {}): Promise<ImportReport> =>
    importPolis({ environment: environment(), from: source.from, ...more });

  const rows = async (table: string, order = 'id'): Promise<object[]> =>
    (await pool.query<object>(`SELECT * FROM ${table} ORDER BY ${order}`)).rows;

  it('says in a dry run what it would do, and writes nothing', async () => {
    const report = await run({ dryRun: true });
    expect(report.counts).toMatchObject({
      organizations: { created: 2, present: 0, refused: 0 },
      directories: { created: 3, present: 0, refused: 0 },
      users: { created: 4, present: 0, refused: 0 },
      groups: { created: 2, present: 0, refused: 0 },
      endpoints: { created: 1, present: 0, refused: 0 },
    });
    for (const table of ['organizations', 'directories', 'users', 'groups', 'webhook_endpoints']) {
      expect(await rows(table), table).toEqual([]);
    }
  });

  it('takes tenants and products as organizations, connections as directories', async () => {
    // One that the operator has made already is taken as it is.
    const made = await target.post('organizations', { display_name: 'Globex', external_id: 'globex:app' });
    const report = await run();
    expect(report).toMatchObject({ finished: true });
    expect(report.counts).toMatchObject({
      organizations: { created: 1, present: 1, refused: 0 },
      directories: { created: 3 },
      users: { created: 4, refused: 0 },
      groups: { created: 2, refused: 0 },
      // Of a user who was deleted there.
      memberships: { created: 1, refused: 1 },
      endpoints: { created: 1 },
    });
    expect(report.problems).toMatchObject([{ kind: 'memberships' }]);
    expect(report.notes).toEqual([expect.stringMatching(/^dir_\w+: Google's tokens are not taken over/)]);

    const acme = (await target.get('organizations:external/acme:app')).body.organization;
    expect(acme).toMatchObject({
      display_name: 'acme',
      metadata: { polis_tenant: 'acme', polis_product: 'app' },
    });
    const { directories } = (await target.get(`organizations/${acme.id}/directories`)).body;
    okta = directories.find((directory: { name: string }) => directory.name === 'Acme Okta');
    expect(okta).toMatchObject({ directory_type: 'SCIM', directory_provider: 'OKTA', enabled: true, total_users: 4 });
    expect(okta.id).toBe(source.directoryId);
    expect(directories).toContainEqual(
      expect.objectContaining({ name: 'Acme Google', directory_type: 'POLL', directory_provider: 'GOOGLE' }),
    );
    const globex = (await target.get(`organizations/${made.body.organization.id}/directories`)).body.directories;
    expect(globex).toMatchObject([{ name: 'scim-globex-app', directory_provider: 'MICROSOFT_AD', enabled: false }]);
  });

  it('brings what the identity providers sent', async () => {
    const path = `organizations/${okta.organization_id}/directories/${okta.id}`;
    const { users } = (await target.get(`${path}/users?page_size=100&include_detail=true`)).body;
    const named = (name: string) => users.find(({ email }: { email: string }) => email === `${name}@acme.example`);
    expect(named('ada')).toMatchObject({
      active: true,
      external_id: '00uada',
      version: 1,
      given_name: 'Ada',
      user_detail: { department: 'Sales', raw_attributes: { displayName: 'ada Example' } },
    });
    expect(named('bob')).toMatchObject({
      active: false,
      version: 0,
      groups: [{ display_name: 'Engineering' }],
      user_detail: { department: 'Legal' },
    });
    expect(named('cyd')).toMatchObject({ active: false, family_name: 'Changed' });
    expect(named('dan').user_detail).toMatchObject({ phone_number: '+1 555 0100' });
    const { groups } = (await target.get(`${path}/groups`)).body;
    expect(groups).toContainEqual(
      expect.objectContaining({ display_name: 'Engineering', external_id: 'g1', total_users: 1 }),
    );
    for (const table of ['events', 'deliveries', 'group_references']) {
      expect(await rows(table, '1'), table).toEqual([]);
    }
  });

  it('keeps the SCIM secret, with which changes are announced as of then', async () => {
    const scim = { directoryId: okta.id, secret: source.secret };
    const listed = await target.scim(
      scim,
      'GET',
      `Users?filter=${encodeURIComponent('userName eq "ada@acme.example"')}`,
    );
    expect(listed.body.totalResults).toBe(1);
    // The identity provider goes on with the ids that Polis gave it.
    const patch = (path: string, operation: object) =>
      target.scim(scim, 'PATCH', path, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [operation],
      });
    const joined = await patch(`Groups/${source.engineering}`, {
      op: 'add',
      path: 'members',
      value: [{ value: source.ada }],
    });
    expect(joined.status).toBe(204);
    expect(await rows('group_references', '1')).toEqual([]);
    const left = await patch(`Users/${source.ada}`, { op: 'replace', path: 'active', value: false });
    expect(left).toMatchObject({ status: 200, body: { id: listed.body.Resources[0].id } });
    // The endpoint that came along names memberships.
    const events = await target.events(`directory_id=${okta.id}`, 3);
    expect(events.map(({ type, sequence, data }) => [type.split('.').at(-1), sequence, data['version']])).toEqual([
      ['user_updated', 1, 2],
      ['group_member_added', 2, 1],
      ['user_deleted', 3, 3],
    ]);
  });

  it('keeps the webhook, its secret and its format', async () => {
    const { endpoints } = (await target.get('webhook_endpoints')).body;
    expect(endpoints).toMatchObject([
      { url: 'https://app.example/hooks', payload_format: 'polis', directory_id: okta.id, enabled: true },
    ]);
    expect(endpoints[0].event_types).toContain('organization.directory.group_member_added');
    expect((await target.get(`webhook_endpoints/${endpoints[0].id}/secret`)).body.secret).toBe('polis webhook secret');
  });

  it('changes nothing when it is run again', async () => {
    const all = async () => [
      await rows('organizations'),
      await rows('directories'),
      await rows('users'),
      await rows('groups'),
      await rows('group_members', 'group_id, user_id'),
      await rows('webhook_endpoints'),
      await rows('directory_secrets'),
    ];
    const before = await all();
    const report = await run({ newSecrets: false });
    expect(report.counts).toMatchObject({
      organizations: { created: 0, present: 2 },
      directories: { created: 0, present: 3 },
      users: { created: 0, present: 4 },
      memberships: { created: 0, present: 1, refused: 1 },
      endpoints: { created: 0, present: 1 },
    });
    expect(report.directories.map(({ secret }) => secret)).toEqual(['kept', 'kept']);
    expect(await all()).toEqual(before);
  });
});

it('says that the rows are encrypted', async () => {
  const [source, target] = await Promise.all([tables('sealed'), ManagementClient.start()]);
  const environment = loadEnvironment({
    DATABASE_URL: target.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  assertServiceEnvironment(environment);
  const { databaseUrl } = source.from as { databaseUrl: string };
  try {
    const without = importPolis({ environment, from: { databaseUrl }, dryRun: true });
    await expect(without).rejects.toThrow('give the encryption key of Polis');
    const wrong = importPolis({ environment, from: { databaseUrl, encryptionKey: 'x'.repeat(32) }, dryRun: true });
    await expect(wrong).rejects.toThrow('another key than the given one');
  } finally {
    await Promise.all([source.stop(), target.stop()]);
  }
});
