import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { type DescService, type JsonObject } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  directoriesFile,
  errdetailsFile,
  eventsFile,
  organizationsFile,
} from '../../apps/api/src/scalekit-compat/descriptors.js';
import { API_KEY, ManagementClient } from './management-client.js';

const certificate = fileURLToPath(new URL('../fixtures/tls/cert.pem', import.meta.url));
const key = fileURLToPath(new URL('../fixtures/tls/key.pem', import.meta.url));
const Organizations = organizationsFile.services[0]!;
const Directories = directoriesFile.services[0]!;
const Events = eventsFile.services[0]!;
const ErrorInfo = errdetailsFile.messages.find(({ name }) => name === 'ErrorInfo')!;

/** The messages have no types here: what arrives is what is tested. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Rpc = Record<string, (request: object, options?: object) => Promise<any>>;

let client: ManagementClient;
const sessions: ClientHttp2Session[] = [];
beforeAll(async () => (client = await ManagementClient.start()));
afterAll(async () => {
  sessions.forEach((session) => session.destroy());
  await client.stop();
});

const grpc = (): Transport => createGrpcTransport({ baseUrl: client.api.url });

function rpc(service: DescService, token = API_KEY, transport = grpc()): Rpc {
  const plain = createClient(service, transport) as unknown as Rpc;
  const call =
    (name: string) =>
    (request: object, options: { headers?: object } = {}) =>
      plain[name]!(request, {
        ...options,
        headers: { ...(token !== '' && { authorization: `Bearer ${token}` }), ...options.headers },
      });
  return Object.fromEntries(Object.keys(plain).map((name) => [name, call(name)]));
}

async function failure(call: Promise<unknown>): Promise<ConnectError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectError);
  return error as ConnectError;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const detail = (error: ConnectError): any => error.findDetails(ErrorInfo)[0];

async function keyWith(scope: string): Promise<{ id: string; plain: string }> {
  const { body } = await client.post('api_keys', { name: scope, scopes: [scope] });
  return { id: body.api_key.id, plain: body.plain_key };
}

/** One HTTP/2 request, as a client with prior knowledge sends it. */
async function http2(
  headers: IncomingHttpHeaders,
  body = '',
  url = client.api.url,
): Promise<{ headers: IncomingHttpHeaders; text: string }> {
  const session = connect(url, { ca: readFileSync(certificate) });
  sessions.push(session.on('error', () => {}));
  const stream = session.request(headers);
  if (body !== '') stream.end(body);
  else stream.end();
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  session.close();
  return { headers: answer, text };
}

describe('who may', () => {
  it('nobody without a token, whatever else is wrong', async () => {
    const stranger = rpc(Organizations, '');
    for (const call of [
      () => stranger['listOrganization']!({}),
      () => stranger['getOrganization']!({}),
      () => stranger['createOrganization']!({ organization: { displayName: '' } }),
      () => rpc(Directories, 'wrong')['listDirectories']!({ organizationId: 'org_1' }),
      () => rpc(Events, '')['listEventsPaginated']!({}),
    ]) {
      const error = await failure(call());
      expect(error.code).toBe(Code.Unauthenticated);
      expect(detail(error)).toMatchObject({ errorCode: 'UNAUTHENTICATED' });
    }
  });

  it('API keys and access tokens, within their scopes, until they are revoked', async () => {
    const reader = await keyWith('read');
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: reader.id,
      client_secret: reader.plain,
    });
    const issued = await fetch(`${client.api.url}/oauth/token`, { method: 'POST', body: form });
    const { access_token: token } = (await issued.json()) as { access_token: string };
    for (const credential of [reader.plain, token]) {
      const organizations = rpc(Organizations, credential);
      expect((await organizations['listOrganization']!({})).organizations).toBeDefined();
      const error = await failure(organizations['createOrganization']!({ organization: { displayName: 'No' } }));
      expect(error.code).toBe(Code.PermissionDenied);
      expect(detail(error)).toMatchObject({ errorCode: 'PERMISSION_DENIED' });
    }
    await client.delete(`api_keys/${reader.id}`);
    expect((await failure(rpc(Organizations, token)['listOrganization']!({}))).code).toBe(Code.Unauthenticated);
  });

  it('is written down as it is of REST', async () => {
    const writer = await keyWith('write');
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const { organization } = await rpc(Organizations, writer.plain)['createOrganization']!(
      { organization: { displayName: 'Audited' } },
      { headers },
    );
    const { audit_logs: entries } = (await client.get('audit_logs?page_size=100')).body as { audit_logs: JsonObject[] };
    // No proxy is trusted, so what a header claims is not believed.
    expect(entries.find((entry) => JSON.stringify(entry).includes(organization.id))).toMatchObject({
      actor_id: writer.id,
      ip: '127.0.0.1',
    });
  });
});

describe('what is called', () => {
  it('updates organizations by mask and by external id', async () => {
    const organizations = rpc(Organizations);
    const created = await organizations['createOrganization']!({
      organization: { displayName: 'Mask', externalId: 'mask/1', slug: 'mask', metadata: { a: 'b' }, regionCode: 1 },
    });
    const { id } = created.organization;
    const { organization } = await organizations['updateOrganization']!({
      identities: { case: 'externalId', value: 'mask/1' },
      organization: { displayName: 'Masked', slug: 'not-named' },
      updateMask: { paths: ['display_name', 'metadata', 'external_id'] },
    });
    expect(organization).toMatchObject({ id, displayName: 'Masked', slug: 'mask', metadata: {} });
    expect(organization.externalId).toBeUndefined();
    await organizations['deleteOrganization']!({ identities: { case: 'id', value: id } });
    const gone = await failure(
      organizations['getOrganizationByExternalId']!({ identities: { case: 'id', value: id } }),
    );
    expect(gone.code).toBe(Code.NotFound);
  });

  it('keeps portal links', async () => {
    const { organizationId: id } = await client.directory();
    const organizations = rpc(Organizations);
    const { link } = await organizations['generatePortalLink']!({ id, features: [1] });
    const { links } = await organizations['getPortalLinks']!({ id });
    expect(links).toMatchObject([{ id: link.id, location: '' }]);
    await organizations['deletePortalLinkByID']!({ id, linkId: link.id });
    expect((await organizations['getPortalLinks']!({ id })).links).toEqual([]);
    await organizations['generatePortalLink']!({ id });
    await organizations['deletePortalLink']!({ id });
    expect((await organizations['getPortalLinks']!({ id })).links).toEqual([]);
  });

  it('keeps secrets, names, roles and attributes of directories', async () => {
    const target = await client.directory();
    const { organizationId, directoryId } = target;
    const directories = rpc(Directories);
    const one = { organizationId, directoryId };
    const made = await directories['createDirectorySecret']!(one);
    expect(made.secret.secretSuffix).toBe(made.plainSecret.slice(-4));
    const renewed = await directories['regenerateDirectorySecret']!(one);
    expect((await client.scim({ ...target, secret: made.plainSecret }, 'GET', 'Users')).status).toBe(401);
    const secret = renewed.plainSecret;
    expect((await client.scim({ ...target, secret }, 'GET', 'Users')).status).toBe(200);

    const id = { organizationId, id: directoryId };
    const { directory } = await directories['updateDirectory']!({ ...id, directory: { name: 'Named' } });
    expect(directory).toMatchObject({ name: 'Named', directoryProvider: 1, enabled: true });

    const group = (await client.scim({ ...target, secret }, 'POST', 'Groups', { displayName: 'Developers' })).body.id;
    await client.call('PUT', '/api/v1/roles', { roles: [{ name: 'developer' }] });
    const assignments = [{ groupId: group, roleName: 'developer' }];
    const assigned = await directories['assignRoles']!({ ...id, roleAssignments: { assignments } });
    expect(assigned.roleAssignments.assignments).toMatchObject(assignments);
    const attributes = [{ key: 'title', mapTo: 'nickName' }];
    const mapped = await directories['updateAttributes']!({ ...id, attributeMapping: { attributes } });
    expect(mapped.attributeMappings.attributes).toMatchObject(attributes);
    const seen = (await directories['getDirectory']!(id)).directory;
    expect(seen.roleAssignments.assignments).toMatchObject(assignments);
    expect(seen.attributeMappings.attributes).toMatchObject(attributes);
    const cleared = await directories['assignRoles']!(id);
    expect(cleared.roleAssignments.assignments).toEqual([]);

    const summary = await directories['listDirectoryGroupsSummary']!(one);
    expect(summary.groups).toMatchObject([{ id: group, displayName: 'Developers' }]);
  });

  it('keeps the context of a directory, enables it, and says why nothing can be synced or chosen', async () => {
    const { organizationId, directoryId, path } = await client.directory();
    const directories = rpc(Directories);
    const one = { organizationId, directoryId };
    const id = { organizationId, id: directoryId };
    expect((await directories['getDirectoryContext']!(one)).context).toEqual({});
    const context = { step: 'groups', done: [true, null, 1.5] };
    await directories['updateDirectoryContext']!({ ...one, context });
    expect((await directories['getDirectoryContext']!(one)).context).toEqual(context);

    await client.patch(`${path}:disable`);
    const { directory } = await directories['updateDirectory']!({ ...id, directory: { enabled: true } });
    expect(directory.enabled).toBe(true);

    await directories['assignGroupsForDirectory']!(id);
    for (const refused of [
      () => directories['assignGroupsForDirectory']!({ ...id, externalIds: ['g1'] }),
      () => directories['triggerDirectorySync']!(one),
    ]) {
      const error = await failure(refused());
      expect([error.code, detail(error).errorCode]).toEqual([Code.FailedPrecondition, 'FAILED_PRECONDITION']);
      expect(error.rawMessage).toContain('identity provider');
    }
  });

  it('lists events with their number', async () => {
    const target = await client.directory();
    await client.user(target, 'ada');
    await client.user(target, 'bob');
    await client.events(`directory_id=${target.directoryId}`, 2);
    const filter = { organizationId: target.organizationId };
    const page = await rpc(Events)['listEvents']!({ filter, pageSize: 1 });
    expect(page).toMatchObject({ totalSize: 2, prevPageToken: '', events: [{ data: { preferred_username: 'bob' } }] });
    const next = await rpc(Events)['listEvents']!({ filter, pageSize: 1, pageToken: page.nextPageToken });
    expect(next).toMatchObject({ totalSize: 2, nextPageToken: '', events: [{ data: { preferred_username: 'ada' } }] });
  });

  it.each([
    [{}, ['organization_id', 'id']],
    [{ organizationId: 'org_1', id: '..' }, ['id']],
    [{ organizationId: '.', id: 'dir_1' }, ['organization_id']],
  ])('deletes nothing for %j', async (request, fields) => {
    const error = await failure(rpc(Directories)['deleteDirectory']!(request));
    expect(error.code).toBe(Code.InvalidArgument);
    expect(detail(error).validationErrorInfo.fieldViolations.map(({ field }: { field: string }) => field)).toEqual(
      fields,
    );
  });

  it('takes no organization for another', async () => {
    const { organization } = await rpc(Organizations)['createOrganization']!({
      organization: { displayName: 'Dash', externalId: '-' },
    });
    for (const value of ['', '..']) {
      const error = await failure(
        rpc(Organizations)['deleteOrganization']!({ identities: { case: 'externalId', value } }),
      );
      expect(error.code).toBe(Code.InvalidArgument);
    }
    expect((await client.get(`organizations/${organization.id}`)).status).toBe(200);
  });

  it('says what is wrong with a time, a page, a conflict', async () => {
    const { organizationId, directoryId } = await client.directory();
    const updatedAfter = { seconds: 9_999_999_999_999n, nanos: 0 };
    const late = await failure(rpc(Directories)['listDirectoryUsers']!({ organizationId, directoryId, updatedAfter }));
    expect(late.code).toBe(Code.InvalidArgument);
    const page = await failure(rpc(Organizations)['listOrganization']!({ pageToken: '???' }));
    expect(detail(page).validationErrorInfo.fieldViolations).toMatchObject([{ field: 'page_token' }]);
    const organization = { displayName: 'Twice', externalId: 'twice' };
    await rpc(Organizations)['createOrganization']!({ organization });
    const twice = await failure(rpc(Organizations)['createOrganization']!({ organization }));
    expect([twice.code, detail(twice).errorCode]).toEqual([Code.AlreadyExists, 'RESOURCE_ALREADY_EXISTS']);
  });

  it('has the id of its request in the answer, and in the error', async () => {
    let header = '';
    const options = { onHeader: (headers: Headers) => (header = headers.get('x-request-id')!) };
    await rpc(Organizations)['listOrganization']!({}, options);
    expect(header).toMatch(/^[\da-f-]{36}$/);
    const error = await failure(
      rpc(Organizations)['getOrganization']!({ identities: { case: 'id', value: 'org_no' } }),
    );
    expect(error.metadata.get('x-request-id')).toBe(detail(error).requestInfo.requestId);
  });

  it('takes messages up to 1 MiB, packed or not', async () => {
    const large = { organization: { displayName: 'x'.repeat(2_000_000) } };
    for (const transport of [
      grpc(),
      createGrpcTransport({
        baseUrl: client.api.url,
        sendCompression: (await import('@connectrpc/connect-node')).compressionGzip,
      }),
    ]) {
      const error = await failure(rpc(Organizations, API_KEY, transport)['createOrganization']!(large));
      expect(error.code).toBe(Code.ResourceExhausted);
    }
  });
});

describe('how it is called', () => {
  it.each([
    ['gRPC', () => grpc()],
    ['gRPC-web over HTTP/1.1', () => createGrpcWebTransport({ baseUrl: client.api.url, httpVersion: '1.1' })],
    ['gRPC-web over HTTP/2', () => createGrpcWebTransport({ baseUrl: client.api.url, httpVersion: '2' })],
    ['Connect over HTTP/1.1', () => createConnectTransport({ baseUrl: client.api.url, httpVersion: '1.1' })],
    ['Connect over HTTP/2', () => createConnectTransport({ baseUrl: client.api.url, httpVersion: '2' })],
  ])('%s', async (_name, transport) => {
    const organizations = rpc(Organizations, API_KEY, transport());
    const { organization } = await organizations['createOrganization']!({ organization: { displayName: 'Any' } });
    expect(organization.displayName).toBe('Any');
    const error = await failure(organizations['getOrganization']!({ identities: { case: 'id', value: 'org_no' } }));
    expect([error.code, detail(error).errorCode]).toEqual([Code.NotFound, 'RESOURCE_NOT_FOUND']);
  });

  it('Connect is JSON by POST', async () => {
    const path = '/scalekit.v1.organizations.OrganizationService/ListOrganization';
    const { status, body, headers } = await client.call('POST', path, { pageSize: 1 });
    expect([status, body.organizations.length]).toEqual([200, 1]);
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const refused = await client.call('POST', path, {}, { authorization: '' });
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthenticated']);
    expect((await client.call('POST', path, '{')).status).toBe(400);
    expect((await client.call('GET', path)).status).toBe(405);
    expect((await client.call('POST', path, 'x', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it.each(['application/grpc', 'application/grpc+proto', 'application/grpc-web+proto'])(
    'what is not there is UNIMPLEMENTED as %s',
    async (type) => {
      const path = '/scalekit.v1.connections.ConnectionService/ListConnections';
      const { headers } = await http2({ ':method': 'POST', ':path': path, 'content-type': type });
      expect(headers).toMatchObject({ ':status': 200, 'grpc-status': '12', 'content-type': type });
      expect(headers['x-request-id']).toBeDefined();
    },
  );

  it('and 404 as JSON', async () => {
    const { status, body } = await client.call(
      'POST',
      '/scalekit.v1.connections.ConnectionService/ListConnections',
      {},
    );
    expect([status, body.code]).toEqual([404, 5]);
  });

  it.each(['[', 'a b', ''])('the authority %j stops nothing', async (authority) => {
    const path = '/scalekit.v1.organizations.OrganizationService/ListOrganization';
    const headers = { ':method': 'POST', ':path': path, ':authority': authority, 'content-type': 'application/grpc' };
    const answer = await http2(headers).catch(() => undefined);
    expect(answer?.headers[':status']).not.toBe(500);
    expect((await client.get('organizations')).status).toBe(200);
  });
});

describe('REST and SCIM over HTTP/2', () => {
  it('answer as over HTTP/1.1', async () => {
    const directory = await client.directory();
    const authorization = `Bearer ${API_KEY}`;
    const created = await http2(
      { ':method': 'POST', ':path': '/api/v1/organizations', authorization, 'content-type': 'application/json' },
      JSON.stringify({ display_name: 'Over HTTP/2' }),
    );
    expect(created.headers).toMatchObject({ ':status': 201, 'content-type': 'application/json; charset=utf-8' });
    expect(created.headers['x-request-id']).toBeDefined();
    expect(JSON.parse(created.text).organization.display_name).toBe('Over HTTP/2');
    const external = await http2({ ':path': `/api/v1/${directory.path}:enable`, ':method': 'PATCH', authorization });
    expect(JSON.parse(external.text)).toMatchObject({ enabled: true });
    const user = await http2(
      {
        ':method': 'POST',
        ':path': `/directory/${directory.directoryId}/scim/v2/users/`,
        authorization: `Bearer ${directory.secret}`,
        'content-type': 'application/scim+json',
      },
      JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' }),
    );
    expect(user.headers).toMatchObject({ ':status': 201, 'content-type': 'application/scim+json' });
    const large = await http2(
      { ':method': 'POST', ':path': '/api/v1/organizations', authorization, 'content-type': 'application/json' },
      JSON.stringify({ display_name: 'x'.repeat(1_100_000) }),
    );
    expect(large.headers).toMatchObject({ ':status': 413 });
    expect(JSON.parse(large.text)).toMatchObject({ code: 3 });
  });
});

describe('with TLS_CERT and TLS_KEY', () => {
  it('serves all of it over TLS', async () => {
    const secure = await ManagementClient.start({ TLS_CERT: certificate, TLS_KEY: key });
    expect(secure.api.url).toMatch(/^https:/);
    const nodeOptions = { ca: readFileSync(certificate) };
    const baseUrl = secure.api.url;
    const transports = [
      createGrpcTransport({ baseUrl, nodeOptions }),
      createConnectTransport({ baseUrl, nodeOptions, httpVersion: '1.1' }),
    ];
    for (const transport of transports) {
      expect((await rpc(Organizations, API_KEY, transport)['listOrganization']!({})).totalSize).toBe(0);
    }
    const rest = await http2({ ':path': '/health/live' }, '', baseUrl);
    expect(rest.headers[':status']).toBe(200);
    // The clients keep their connections, which does not keep the api.
    await secure.stop();
  });

  it('says which files do not fit', async () => {
    const other = fileURLToPath(new URL('../fixtures/tls/other-key.pem', import.meta.url));
    await expect(ManagementClient.start({ TLS_CERT: certificate, TLS_KEY: other })).rejects.toThrow('TLS_CERT');
  });
});
