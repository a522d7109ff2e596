import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

const require = createRequire(import.meta.url);

/** From npm, as published: today's, and the first of those with directories. */
const SDKS = [
  ['2.11.0', '@scalekit-sdk/node'],
  ['1.0.14', 'scalekit-sdk-1'],
] as const;

// The SDKs' types are those of their own messages; the tests read what arrives.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Sdk = any;

let client: ManagementClient;
beforeAll(async () => (client = await ManagementClient.start()));
afterAll(() => client.stop());

function connect(name: string, id = 'rollcall', secret = API_KEY): Sdk {
  const { ScalekitClient } = require(name) as { ScalekitClient: new (...options: string[]) => Sdk };
  return new ScalekitClient(client.api.url, id, secret);
}

describe.each(SDKS)('SDK %s', (version, name) => {
  const modern = version.startsWith('2');
  /** Enumerations and times are numbers and messages in one, words and dates in the other: JSON has them alike. */
  const time = (value: Sdk): string =>
    modern ? new Date(Number(value.seconds) * 1000 + value.nanos / 1e6).toISOString() : value.toDate().toISOString();
  let sdk: Sdk;
  beforeAll(() => (sdk = connect(name)));

  it('keeps organizations', async () => {
    const externalId = `customer/${version}`;
    const { organization } = await sdk.organization.createOrganization('Megasoft', { externalId });
    expect(organization).toMatchObject({ displayName: 'Megasoft', externalId, metadata: {}, regionCode: 1 });
    expect(organization.id).toMatch(/^org_/);
    expect(Date.parse(time(organization.createTime))).not.toBeNaN();

    expect((await sdk.organization.getOrganization(organization.id)).organization).toEqual(organization);
    expect((await sdk.organization.getOrganizationByExternalId(externalId)).organization).toEqual(organization);

    const changed = await sdk.organization.updateOrganization(organization.id, {
      displayName: 'Megasoft Inc',
      metadata: { plan: 'enterprise' },
    });
    expect(changed.organization).toMatchObject({
      displayName: 'Megasoft Inc',
      externalId,
      metadata: { plan: 'enterprise' },
    });
    const renamed = await sdk.organization.updateOrganizationByExternalId(externalId, { displayName: 'Mega' });
    expect(renamed.organization).toMatchObject({ displayName: 'Mega', metadata: { plan: 'enterprise' } });

    const { body } = await client.get(`organizations/${organization.id}`);
    expect(body.organization).toMatchObject({ display_name: 'Mega', external_id: externalId });

    await sdk.organization.deleteOrganization(organization.id);
    expect((await client.get(`organizations/${organization.id}`)).status).toBe(404);
  });

  it('pages through organizations', async () => {
    for (const number of [1, 2, 3]) await sdk.organization.createOrganization(`Page ${version} ${number}`);
    const first = await sdk.organization.listOrganization({ pageSize: 2 });
    expect(first.organizations).toHaveLength(2);
    expect(first.totalSize).toBeGreaterThanOrEqual(3);
    expect(first.prevPageToken).toBe('');
    const second = await sdk.organization.listOrganization({ pageSize: 2, pageToken: first.nextPageToken });
    expect(second.organizations.length).toBeGreaterThan(0);
    expect(second.organizations[0].id).not.toBe(first.organizations[1].id);
    expect(second.prevPageToken).not.toBe('');
    const unpaged = await sdk.organization.listOrganization();
    expect(unpaged.organizations.length).toBeLessThanOrEqual(10);
  });

  it('switches features by each of their names, on and off', async () => {
    const { organization } = await sdk.organization.createOrganization('Features');
    for (const feature of ['dir_sync', 'scim', 'directory_sync']) {
      for (const enabled of [true, false]) {
        const settings = { features: [{ name: feature, enabled }] };
        const answer = await sdk.organization.updateOrganizationSettings(organization.id, settings);
        expect(answer.organization.settings.features).toMatchObject([{ name: 'dir_sync', enabled }]);
      }
    }
  });

  it('makes portal links', async () => {
    const { organization } = await sdk.organization.createOrganization('Portal');
    const link = await sdk.organization.generatePortalLink(organization.id);
    expect(link.id).toMatch(/^lnk_/);
    expect(link.location).toMatch(/^https:\/\/rollcall\.example\/portal\/l\/\w+$/);
    expect(Date.parse(time(link.expireTime))).toBeGreaterThan(Date.now());
  });

  it('reads directories as REST has them', async () => {
    const { organizationId, directoryId, path } = await client.directory();
    const { directory } = await sdk.directory.getDirectory(organizationId, directoryId);
    const rest = (await client.get(path)).body.directory;
    expect(directory).toMatchObject({
      id: directoryId,
      name: '',
      organizationId,
      directoryType: 1,
      directoryProvider: 1,
      enabled: true,
      directoryEndpoint: rest.directory_endpoint,
      totalUsers: 0,
      totalGroups: 0,
      secrets: [{ id: rest.secrets[0].id, secretSuffix: rest.secrets[0].secret_suffix, status: 0, directoryId }],
      stats: { totalUsers: 0, totalGroups: 0 },
      attributeMappings: { attributes: [] },
      roleAssignments: { assignments: [] },
      ...(modern && { status: 'DRAFT', groupsTracked: 'ALL' }),
    });
    expect(time(directory.secrets[0].createTime)).toBe(rest.secrets[0].create_time);
    expect(directory.secrets[0].expireTime).toBeUndefined();
    expect(directory.lastSyncedAt).toBeUndefined();
    expect((await sdk.directory.listDirectories(organizationId)).directories).toEqual([directory]);
    expect(await sdk.directory.getPrimaryDirectoryByOrganizationId(organizationId)).toEqual(directory);
  });

  it('has no primary directory where there is none', async () => {
    const { organization } = await sdk.organization.createOrganization('Empty');
    await expect(sdk.directory.getPrimaryDirectoryByOrganizationId(organization.id)).rejects.toBe(
      'directory does not exist for organization',
    );
  });

  it('disables and enables a directory, and says when it was so already', async () => {
    const { organizationId, directoryId } = await client.directory();
    const off = await sdk.directory.disableDirectory(organizationId, directoryId);
    expect(off.enabled).toBe(false);
    expect(off.errorMessage).toBeUndefined();
    expect(await sdk.directory.disableDirectory(organizationId, directoryId)).toMatchObject({
      enabled: false,
      errorMessage: 'The directory is already disabled',
    });
    expect((await sdk.directory.enableDirectory(organizationId, directoryId)).enabled).toBe(true);
    expect(await sdk.directory.enableDirectory(organizationId, directoryId)).toMatchObject({
      enabled: true,
      errorMessage: 'The directory is already enabled',
    });
  });

  it('lists users and groups, with detail and filters', async () => {
    const directory = await client.directory();
    const { organizationId, directoryId } = directory;
    const ada = await client.user(directory, 'ada', {
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@example.com', primary: true }],
      title: 'Countess',
    });
    const grace = await client.user(directory, 'grace', { active: false });
    const group = (await client.scim(directory, 'POST', 'Groups', { displayName: 'Math', members: [{ value: ada }] }))
      .body.id as string;

    const { users, totalSize, nextPageToken } = await sdk.directory.listDirectoryUsers(organizationId, directoryId);
    expect([totalSize, nextPageToken]).toEqual([2, '']);
    expect(users).toMatchObject([
      {
        id: ada,
        email: 'ada@example.com',
        preferredUsername: 'ada',
        givenName: 'Ada',
        familyName: 'Lovelace',
        emails: ['ada@example.com'],
        groups: [{ id: group, displayName: 'Math' }],
      },
      { id: grace, email: '', preferredUsername: 'grace', groups: [] },
    ]);
    expect(users[0].userDetail).toBeUndefined();
    const rest = (await client.get(`${directory.path}/users`)).body.users;
    expect(time(users[0].updatedAt)).toBe(rest[0].updated_at);

    const members = await sdk.directory.listDirectoryUsers(organizationId, directoryId, {
      directoryGroupId: group,
      includeDetail: true,
    });
    const detail = modern ? members.users[0].userDetail : members.users[0].userDetail.toJson();
    expect(detail).toMatchObject({ id: ada, active: true, title: 'Countess', groups: [{ id: group, name: 'Math' }] });

    const page = await sdk.directory.listDirectoryUsers(organizationId, directoryId, { pageSize: 1 });
    const next = await sdk.directory.listDirectoryUsers(organizationId, directoryId, {
      pageSize: 1,
      pageToken: page.nextPageToken,
    });
    expect([page, next].map((part) => part.users.map(({ id }: { id: string }) => id))).toEqual([[ada], [grace]]);

    const later = await sdk.directory.listDirectoryUsers(organizationId, directoryId, { updatedAfter: '2999-01-01' });
    expect(later.users).toEqual([]);
    const groups = await sdk.directory.listDirectoryGroups(organizationId, directoryId, { includeDetail: true });
    expect(groups).toMatchObject({
      totalSize: 1,
      groups: [{ id: group, displayName: 'Math', totalUsers: 1 }],
    });
    expect(groups.groups[0].groupDetail).toBeDefined();
  });

  it('has typed errors', async () => {
    const missing = await sdk.organization.getOrganization('org_missing').catch((error: Sdk) => error);
    const invalid = await sdk.organization.createOrganization('').catch((error: Sdk) => error);
    if (modern) {
      expect(missing).toMatchObject({ httpStatus: 404, grpcStatus: 5, errorCode: 'RESOURCE_NOT_FOUND' });
      expect(missing.constructor.name).toBe('ScalekitNotFoundException');
      expect(invalid).toMatchObject({ httpStatus: 400, grpcStatus: 3, errorCode: 'VALIDATION_ERROR' });
      const [{ validationErrorInfo, requestInfo }] = invalid.unpackedDetails;
      expect(validationErrorInfo.fieldViolations).toMatchObject([{ field: 'organization.display_name' }]);
      expect(requestInfo.requestId).toMatch(/^[\da-f-]{36}$/);
    } else {
      expect(missing.code).toBe(5);
      expect(invalid.message).toContain('organization.display_name: must be a string');
    }
  });

  it('verifies webhooks', async () => {
    const receiver = await Receiver.start();
    const created = await client.post('webhook_endpoints', { url: receiver.url });
    await client.post(`webhook_endpoints/${created.body.endpoint.id}:test`);
    const [{ headers, rawBody }] = receiver.received as [(typeof receiver.received)[0]];
    const payload = rawBody.toString();
    const { secret } = created.body.endpoint;
    expect(sdk.verifyWebhookPayload(secret, headers, payload)).toBe(true);
    expect(() => sdk.verifyWebhookPayload(secret, headers, `${payload} `)).toThrow();
    expect(() => sdk.verifyWebhookPayload('whsec_d3Jvbmc=', headers, payload)).toThrow();
    await receiver.close();
  });
});

describe('SDK 2.11.0, what the older has not', () => {
  let sdk: Sdk;
  beforeAll(() => (sdk = connect('@scalekit-sdk/node')));

  it('creates and deletes directories', async () => {
    const { organization } = await sdk.organization.createOrganization('Directories', { slug: 'dirs', logoUrl: '' });
    const { directory } = await sdk.directory.createDirectory(organization.id, {
      directoryType: 1,
      directoryProvider: 3,
    });
    const path = `organizations/${organization.id}/directories/${directory.id}`;
    expect((await client.get(path)).body.directory).toMatchObject({
      directory_type: 'SCIM',
      directory_provider: 'MICROSOFT_AD',
    });
    await sdk.directory.deleteDirectory(organization.id, directory.id);
    expect((await client.get(path)).status).toBe(404);
  });

  it('shows providers that its enumeration has no word for as unspecified', async () => {
    const { organization } = await sdk.organization.createOrganization('Others');
    const { body } = await client.post(`organizations/${organization.id}/directories`, {
      directory_provider: 'KEYCLOAK',
    });
    const { directory } = await sdk.directory.getDirectory(organization.id, body.directory.id);
    expect(directory.directoryProvider).toBe(0);
  });

  it('searches organizations', async () => {
    const { organization } = await sdk.organization.createOrganization('Needle in a haystack');
    const found = await sdk.organization.searchOrganization('needle', 10);
    expect(found.organizations).toEqual([organization]);
    expect(found.totalSize).toBe(1);
  });

  it('clears the external id with empty text', async () => {
    const { organization } = await sdk.organization.createOrganization('Cleared', { externalId: 'to-clear' });
    const changed = await sdk.organization.updateOrganization(organization.id, { externalId: '' });
    expect(changed.organization.externalId).toBeUndefined();
  });

  it('lists events, newest first, with filters and pages in both directions', async () => {
    const directory = await client.directory();
    const ada = await client.user(directory, 'ada');
    const grace = await client.user(directory, 'grace');
    await client.events(`directory_id=${directory.directoryId}`, 2);
    const filter = { organizationId: directory.organizationId };
    const all = await sdk.events.listEventsPaginated(10, '', filter);
    expect(all.events).toMatchObject([
      {
        specVersion: '1',
        type: 'organization.directory.user_created',
        object: 9,
        organizationId: directory.organizationId,
        displayName: 'Directory User Created',
        data: { id: grace, active: true },
      },
      { data: { id: ada } },
    ]);
    expect(all.events[0].environmentId).toMatch(/^env_/);
    const first = await sdk.events.listEventsPaginated(1, '', filter);
    const second = await sdk.events.listEventsPaginated(1, first.nextPageToken, filter);
    const back = await sdk.events.listEventsPaginated(1, second.prevPageToken, filter);
    expect([first, second, back].map(({ events }) => events[0].data.id)).toEqual([grace, ada, grace]);
    expect([first.prevPageToken, second.nextPageToken]).toEqual(['', '']);

    const ids = async (more: object): Promise<string[]> =>
      (await sdk.events.listEventsPaginated(10, undefined, { ...filter, ...more })).events.map(
        ({ data }: Sdk) => data.id,
      );
    const { seconds, nanos } = all.events[0].occurredAt;
    expect(await ids({ eventTypes: ['organization.directory.user_created'], source: 2 })).toEqual([grace, ada]);
    expect(await ids({ source: 1 })).toEqual([]);
    expect(await ids({ startTime: { seconds: seconds + 60n, nanos } })).toEqual([]);
    expect(await ids({ endTime: { seconds: seconds + 60n, nanos } })).toEqual([grace, ada]);
    expect(await ids({ connectionId: 'conn_1' })).toEqual([]);
    expect((await sdk.events.listEventsPaginated()).events.length).toBeGreaterThan(0);
  });

  it('verifies our access tokens', async () => {
    const token = await sdk.generateClientToken('rollcall', API_KEY);
    expect(await sdk.validateToken(token)).toMatchObject({ scope: 'read write admin' });
  });

  // The older one asks for a token as soon as it exists, and hears of a refusal from nobody.
  it('hears that its secret is wrong', async () => {
    const stranger = connect('@scalekit-sdk/node', 'rollcall', 'wrong');
    await expect(stranger.organization.listOrganization()).rejects.toMatchObject({ response: { status: 401 } });
  });

  it.each(['connection', 'domain', 'role', 'user'])('says that %s is not implemented', async (service) => {
    const calls: Record<string, () => Promise<unknown>> = {
      connection: () => sdk.connection.listConnections('org_1'),
      domain: () => sdk.domain.listDomains('org_1'),
      role: () => sdk.role.listRoles(),
      user: () => sdk.user.listOrganizationUsers('org_1'),
    };
    await expect(calls[service]!()).rejects.toMatchObject({ grpcStatus: 12, httpStatus: 501 });
  });

  it('reads what holds of sessions and seats, and is told why they cannot be limited here', async () => {
    const { organization } = await sdk.organization.createOrganization('Sessions');
    const { id } = organization;
    expect(await sdk.organization.getOrganizationSessionPolicy(id)).toMatchObject({ policySource: 1 });
    const application = await sdk.organization.updateOrganizationSessionPolicy(id, { policySource: 'APPLICATION' });
    expect(application).toMatchObject({ policySource: 1 });
    const custom = { policySource: 'CUSTOM', absoluteSessionTimeout: 60, absoluteSessionTimeoutUnit: 'MINUTES' };
    expect((await sdk.organization.getOrganizationUserManagementSetting(id))?.maxAllowedUsers).toBeUndefined();
    for (const refused of [
      () => sdk.organization.updateOrganizationSessionPolicy(id, custom),
      () => sdk.organization.upsertUserManagementSettings(id, { maxAllowedUsers: 5 }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ grpcStatus: 12, httpStatus: 501, errorCode: 'NOT_SUPPORTED' });
    }
  });

  it('switches the features of sign-in beside directory sync', async () => {
    const { organization } = await sdk.organization.createOrganization('All features');
    const features = ['sso', 'dir_sync', 'domain_verification'].map((name) => ({ name, enabled: true }));
    const answer = await sdk.organization.updateOrganizationSettings(organization.id, { features });
    expect(answer.organization.settings.features).toMatchObject(features);
  });
});
