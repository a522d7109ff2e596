import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../apps/api/src/http/error-codes.js';
import { until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

// The document is what it is: the tests read whatever it says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

interface Operation {
  method: string;
  path: string;
  words: Json;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
/** Gets first, as long as everything is there; deletions last, the deepest first, the organization's at the very end. */
const ORDER = (operation: Operation): number =>
  operation.method === 'delete'
    ? // What SCIM deletes is kept, and can still be erased.
      1_000 - (operation.path.startsWith('/directory/') ? 100 : operation.path.split('/').length)
    : operation.method === 'get'
      ? 0
      : operation.path.length;

const PUSHED = { status: 409, because: 'the directory of the test is a SCIM directory, which is pushed' };

/** No default can make these succeed. What they are answered is documented all the same. */
const REFUSED: Record<string, { status: number; because: string }> = {
  ProvisioningGate_get: { status: 404, because: 'the organization of the test has no gate yet' },
  OrganizationMails_test: { status: 409, because: 'the deployment of the test has no SMTP_URL' },
  Mails_retry: { status: 404, because: 'the deployment of the test has sent no mail' },
  Sessions_create: { status: 401, because: "the key of the example is nobody's" },
  Simulations_begin: { status: 403, because: 'the directory of the test is no sandbox' },
  Simulations_get: { status: 404, because: 'there was no simulation' },
  CurrentSession_get: { status: 404, because: 'the test comes with a key' },
  CurrentSession_end: { status: 404, because: 'the test comes with a key' },
  ...Object.fromEntries(
    [
      'Sync_start',
      'Sync_startByGet',
      'Connections_get',
      'Connections_update',
      'Connections_test',
      'Uploads_create',
    ].map((id) => [id, PUSHED]),
  ),
  ...Object.fromEntries(
    ['list', 'get', 'changes', 'approve', 'reject', 'cancel', 'apply'].map((name) => [`Syncs_${name}`, PUSHED]),
  ),
  Notifications_notify: { status: 401, because: 'nobody but a source can sign a notification' },
  SignInSettings_applicationSessionPolicy: { status: 501, because: 'there are no sign-in sessions at this broker' },
};

let app: ManagementClient;
let document: Json;
let operations: Operation[];
let known: Record<string, string>;
let client: Record<string, string>;
let directory: { path: string; secret: string; organizationId: string; directoryId: string };

beforeAll(async () => {
  app = await ManagementClient.start();
  document = (await app.call('GET', '/openapi.json')).body;
  operations = Object.entries(document.paths as Record<string, Json>).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({ method, path, words: item[method] })),
  );
  directory = await app.directory();
  const { endpoint } = (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/hook' })).body;
  const userId = await app.user(directory, 'known@example.com');
  const group = await app.scim(directory, 'POST', 'Groups', { displayName: 'Known', members: [{ value: userId }] });
  const deliveries = await until(async () => {
    const found = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body.deliveries;
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  const link = await app.call('PUT', `/api/v1/organizations/${directory.organizationId}/portal_links`);
  await app.patch(`organizations/${directory.organizationId}`, { external_id: 'known/customer' });
  client = (await app.post(`${directory.path}/oauth_clients`)).body;
  known = {
    organization_id: directory.organizationId,
    directory_id: directory.directoryId,
    external_id: encodeURIComponent('known/customer'),
    user_id: userId,
    group_id: group.body.id,
    secret_id: (await app.post(`${directory.path}/secrets`)).body.secret.id,
    client_id: client['client_id']!,
    endpoint_id: endpoint.id,
    delivery_id: deliveries[0].id,
    event_id: deliveries[0].event_id,
    inbox_id: (await app.post('inboxes')).body.inbox.id,
    simulation_id: 'sim_unknown',
    key_id: (await app.post('api_keys', { scopes: ['read'] })).body.api_key.id,
    link_id: link.body.link.id,
    sync_id: 'sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN',
    mail_id: 'mail_01KB4Z7Q3M8XN5T2VWPE6RJM41',
    resend_id: (await app.post(`${directory.path}:resync`, { endpoint_id: endpoint.id })).body.resync.id,
  };
});
afterAll(() => app.stop());

const resolve = (schema: Json): Json => {
  if (schema?.$ref === undefined) return schema;
  return schema.$ref
    .split('/')
    .slice(1)
    .reduce((node: Json, key: string) => node[key], document);
};

/** Ids of examples are nobody's: in their place, the test's own. */
function withOwnIds(value: Json): Json {
  if (Array.isArray(value)) return value.map(withOwnIds);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withOwnIds(one)]));
  const prefix = typeof value === 'string' ? /^([a-z]+)_01K[0-9A-Z]+$/.exec(value)?.[1] : undefined;
  return prefix === undefined ? value : known[PARAMETER_OF[prefix]!];
}

const PARAMETER_OF: Record<string, string> = {
  org: 'organization_id',
  ep: 'endpoint_id',
  dirgroup: 'group_id',
  diruser: 'user_id',
};

const hasExample = (property: Json): boolean =>
  resolve(property).example !== undefined || resolve(property).examples !== undefined;

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('names, sums up, and sorts every operation, and says what can go wrong', () => {
    const tags = document.tags.map(({ name }: { name: string }) => name);
    for (const { method, path, words } of operations) {
      const where = `${method} ${path}`;
      expect(words.operationId, where).toMatch(/^[A-Za-z]+_[A-Za-z]+$/);
      expect(words.summary, where).toMatch(/^[A-Z"].{5,}[^.]$/);
      expect(words.tags, where).toHaveLength(1);
      expect(tags, where).toContain(words.tags[0]);
      const failures = Object.keys(words.responses).filter((code) => code >= '400');
      if (path !== '/health/live') expect(failures.length, where).toBeGreaterThan(0);
      if (path.startsWith('/api/v1/'))
        expect(failures, where).toEqual(expect.arrayContaining(['400', '401', '403', '429']));
      for (const code of failures) {
        expect(Object.keys(words.responses[code].content ?? {}), `${where} ${code}`).toHaveLength(1);
      }
      for (const parameter of words.parameters ?? [])
        expect(parameter.schema, `${where} ${parameter.name}`).toBeDefined();
    }
    const ids = operations.map(({ words }) => words.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('declares the parameters of every path, once', () => {
    for (const { method, path, words } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (words.parameters ?? []).map((one: Json) => `${one.in}:${one.name}`);
      expect(new Set(declared).size, `${method} ${path}`).toBe(declared.length);
      const fromPath = declared.filter((name: string) => name.startsWith('path:'));
      expect(fromPath.sort(), `${method} ${path}`).toEqual(inPath.map((name) => `path:${name}`).sort());
    }
  });

  it('uses every schema that it has', () => {
    const used = new Set(
      [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
    );
    expect(Object.keys(document.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('its errors', () => {
  const codes = Object.entries(ERROR_CODES);

  it('are examples of their own status, in the words of the broker', async () => {
    const said = new Map<string, Set<string>>();
    for (const { method, path, words } of operations) {
      for (const [status, { content, description }] of Object.entries(words.responses as Json) as [string, Json][]) {
        const where = `${method} ${path} ${status}`;
        expect(description, where).toMatch(/^[A-Z].{8,}\.$/s);
        expect(description, where).not.toMatch(/^(Done\.?|It is\.|It can\.)$/);
        const [body] = Object.values((content ?? {}) as Json) as Json[];
        if (status < '400') continue;
        if (body.schema.$ref.endsWith('/ScimError')) expect(body.example.status, where).toBe(status);
        if (!body.schema.$ref.endsWith('/ProblemBody')) continue;
        const [{ error_code, field_violations }] = body.example.details;
        const [, known] = codes.find(([name]) => name === error_code)!;
        expect(body.example.code, where).toBe(known.grpc);
        expect(String(known.status), where).toBe(status);
        if (status === '400') expect(field_violations, where).toHaveLength(1);
        said.set(status, (said.get(status) ?? new Set()).add(body.example.message));
      }
    }
    expect(said.get('400')!.size).toBeGreaterThan(10);
    expect(said.get('404')!.size).toBeGreaterThan(5);
    expect(JSON.stringify(document)).not.toContain('bearerFormat');
  });

  it('are what the broker answers', async () => {
    const of = (path: string, method: string, status: number) =>
      document.paths[path][method].responses[status].content['application/json'].example;
    const tooLong = await app.post('organizations', { display_name: 'x'.repeat(201) });
    expect(tooLong.body).toEqual(of('/api/v1/organizations', 'post', 400));
    expect((await app.post('organizations', { display_name: 'x'.repeat(200) })).status).toBe(201);
    const stranger = await fetch(`${app.api.url}/api/v1/organizations`);
    expect(await stranger.json()).toEqual(of('/api/v1/organizations', 'get', 401));
    const path = '/api/v1/webhook_endpoints/{endpoint_id}';
    const missing = await app.call('GET', path.replace('{endpoint_id}', 'ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1'));
    expect(missing.body).toEqual(of(path, 'get', 404));
    const external = { display_name: 'x', external_id: 'customer_42' };
    await app.post('organizations', external);
    expect((await app.post('organizations', external)).body).toEqual(of('/api/v1/organizations', 'post', 409));
    const reader = (await app.post('api_keys', { scopes: ['read'] })).body.plain_key;
    const refused = await app.call('POST', '/api/v1/organizations', {}, { authorization: `Bearer ${reader}` });
    expect(refused.body).toEqual(of('/api/v1/organizations', 'post', 403));
  });
});

describe('its examples', () => {
  it('work as the page sends them, and are answered as it says', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'openapi', components: document.components });
    const problems: string[] = [];
    // What the portal mirrors is tried by a session, and streams by an access token, in tests of their own.
    const tried = operations.filter(({ path }) => !/^\/(?:portal\/api|ssf)\//.test(path));
    for (const operation of tried.sort((a, b) => ORDER(a) - ORDER(b))) {
      const where = `${operation.method.toUpperCase()} ${operation.path}`;
      for (const name of [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one!))
        expect(name === 'id' || name in known, `${where}: the test has no ${name}`).toBe(true);
      const reply = await send(operation, false);
      if (operation.words.operationId === 'Secrets_regenerate') directory.secret = JSON.parse(reply.text).plain_secret;
      // These keep what comes after them out.
      if (operation.words.operationId === 'Directories_disable') await app.patch(`${directory.path}:enable`);
      if (operation.words.operationId === 'IpAllowlist_replace') {
        await app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs: [] });
      }
      const documented = operation.words.responses[reply.status];
      const expected = REFUSED[operation.words.operationId]?.status;
      // With every parameter that has an example, as somebody ticks them.
      if (operation.method === 'get') {
        const ticked = await send(operation, true);
        if (ticked.status !== reply.status)
          problems.push(`${where}: ${ticked.status} with all parameters: ${ticked.text}`);
      }
      if (documented === undefined) problems.push(`${where}: ${reply.status} is not documented: ${reply.text}`);
      else if (expected === undefined ? reply.status >= 400 : reply.status !== expected)
        problems.push(`${where}: ${reply.status} ${reply.text}`);
      const media = reply.type.split(';')[0]!;
      if (documented === undefined || reply.text === '') continue;
      if (documented.content?.[media] === undefined) {
        problems.push(`${where}: ${media} is not documented for ${reply.status}`);
      } else if (/^application\/(scim\+)?json$/.test(media)) {
        const schema = JSON.parse(
          JSON.stringify(documented.content[media].schema).replaceAll('"#/components', '"openapi#/components'),
        );
        const validate = ajv.compile(schema);
        if (!validate(JSON.parse(reply.text)))
          problems.push(`${where}: ${ajv.errorsText(validate.errors)}: ${reply.text}`);
      }
    }
    expect(problems).toEqual([]);
    expect(operations.length).toBeGreaterThan(80);
  }, 120_000);
});

/** An image is shown in base64, and sent as it is. */
function encoded(media: string, body: Json): string | Uint8Array<ArrayBuffer> {
  return media.startsWith('image/') ? Uint8Array.from(Buffer.from(body, 'base64')) : JSON.stringify(body);
}

/** As the page sends it: the body that is shown, and the parameters that are needed, or `all` that have an example. */
async function send(operation: Operation, all: boolean): Promise<{ status: number; text: string; type: string }> {
  const { words } = operation;
  const where = `${operation.method} ${operation.path}`;
  const isScim = operation.path.startsWith('/directory/');
  const parameters = (words.parameters ?? []) as Json[];
  const exampleOf = ({ name, example, schema }: Json) => {
    const shown = example ?? resolve(schema).example ?? resolve(schema).examples?.[0];
    if (shown === undefined) throw new Error(`${where}: ${name} has no example`);
    return shown;
  };
  const path = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const shown = exampleOf(parameters.find((one) => one.in === 'path' && one.name === name));
    return known[name] ?? encodeURIComponent(withOwnIds(shown));
  });
  const query = new URLSearchParams(
    parameters
      .filter((one) => one.in === 'query' && (one.required || (all && hasExample(one.schema))))
      .map((one) => [one.name, String(exampleOf(one))] as [string, string]),
  );
  const [[media, content] = []] = Object.entries((words.requestBody?.content ?? {}) as Record<string, Json>);
  if (media !== undefined && content.example === undefined) throw new Error(`${where}: the body has no example`);
  const isForm = media === 'application/x-www-form-urlencoded';
  const body = withOwnIds(content?.example);
  const credentials = isScim ? client : { client_id: 'rollcall', client_secret: API_KEY };
  const form = { grant_type: 'client_credentials', ...credentials };
  const response = await fetch(`${app.api.url}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: operation.method.toUpperCase(),
    headers: {
      authorization: `Bearer ${isScim ? directory.secret : API_KEY}`,
      ...(media !== undefined && { 'content-type': media }),
    },
    ...(media !== undefined && { body: isForm ? new URLSearchParams(form) : encoded(media, body) }),
  });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type') ?? '',
  };
}
