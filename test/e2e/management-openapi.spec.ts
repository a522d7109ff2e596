import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Examples name things that only exist where somebody made them: what these are answered is documented all the same. */
const MAY_BE_REFUSED = new Set([
  'Sync_start',
  'Sync_startByGet',
  'Assignments_assign',
  'SignInSettings_applicationSessionPolicy',
]);

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
    key_id: (await app.post('api_keys', { scopes: ['read'] })).body.api_key.id,
    link_id: link.body.link.id,
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

/** The body that a schema's own examples make. */
function exampleOf(given: Json, where: string): Json {
  const schema = resolve(given);
  const all = (schema.allOf ?? []).map(resolve);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  if (all.length > 0) return exampleOf(all[0], where);
  const type = [schema.type].flat()[0];
  if (type === 'array') return [exampleOf(schema.items, where)];
  if (type === 'boolean') return true;
  if (type === 'object') {
    const required = new Set(schema.required ?? []);
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name, property]) => required.has(name) || hasExample(property))
        .map(([name, property]) => [name, known[name] ?? exampleOf(property, `${where}.${name}`)]),
    );
  }
  throw new Error(`${where} is needed, and has no example`);
}

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

describe('its examples', () => {
  it('work, and are answered as it says', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'openapi', components: document.components });
    const problems: string[] = [];
    for (const operation of [...operations].sort((a, b) => ORDER(a) - ORDER(b))) {
      const where = `${operation.method.toUpperCase()} ${operation.path}`;
      const isKnown = [...operation.path.matchAll(/\{(\w+)\}/g)].every(([, name]) => name === 'id' || name! in known);
      const reply = await send(operation);
      // These keep what comes after them out.
      if (operation.words.operationId === 'Directories_disable') await app.patch(`${directory.path}:enable`);
      if (operation.words.operationId === 'IpAllowlist_replace') {
        await app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs: [] });
      }
      const documented = operation.words.responses[reply.status];
      const refusable = !isKnown || MAY_BE_REFUSED.has(operation.words.operationId);
      if (documented === undefined) problems.push(`${where}: ${reply.status} is not documented: ${reply.text}`);
      else if (reply.status >= 400 && !refusable) problems.push(`${where}: ${reply.status} ${reply.text}`);
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

async function send(operation: Operation): Promise<{ status: number; text: string; type: string }> {
  const { method, words } = operation;
  const where = `${method} ${operation.path}`;
  const isScim = operation.path.startsWith('/directory/');
  const path = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    if (name !== 'id') return known[name] ?? 'unknown';
    if (operation.path.includes('/Users/')) return known['user_id']!;
    if (operation.path.includes('/Groups/')) return known['group_id']!;
    return operation.path.includes('/Schemas/') ? 'urn:ietf:params:scim:schemas:core:2.0:User' : 'User';
  });
  const query = new URLSearchParams(
    (words.parameters ?? [])
      .filter((parameter: Json) => parameter.in === 'query' && (parameter.required || hasExample(parameter.schema)))
      .map((parameter: Json) => [
        parameter.name,
        parameter.example ?? exampleOf(parameter.schema, `${where} ${parameter.name}`),
      ]),
  );
  const [[media, content] = []] = Object.entries((words.requestBody?.content ?? {}) as Record<string, Json>);
  const isForm = media === 'application/x-www-form-urlencoded';
  const body = media === undefined ? undefined : (content.example ?? exampleOf(content.schema, where));
  const credentials = isScim ? client : { client_id: 'rollcall', client_secret: API_KEY };
  const form = { grant_type: 'client_credentials', ...credentials };
  const response = await fetch(`${app.api.url}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${isScim ? directory.secret : API_KEY}`,
      ...(media !== undefined && { 'content-type': media }),
    },
    ...(media !== undefined && { body: isForm ? new URLSearchParams(form) : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type') ?? '',
  };
}
