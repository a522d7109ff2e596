import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../apps/api/src/http/error-codes.js';
import { DIRECTORY_QUESTIONS } from '../integration/directory-questions.js';
import { LIST_QUESTIONS } from '../integration/list-questions.js';
import { LOG_QUESTIONS } from '../integration/log-questions.js';
import { ManagementClient } from './management-client.js';
import { ApiDocument, type Json, type Operation } from './openapi-document.js';

let app: ManagementClient;
let openapi: ApiDocument;
let document: Json;
let operations: Operation[];

beforeAll(async () => {
  app = await ManagementClient.start();
  openapi = await ApiDocument.of(app);
  ({ content: document, operations } = openapi);
});
afterAll(() => app.stop());

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

/** Where on a list a page begins, and how it is shown. */
const PAGING = new Set(
  'page_size page_token include_detail limit after startIndex count cursor sortOrder attributes excludedAttributes'.split(
    ' ',
  ),
);

/** Filters without a question in test/integration/*-questions.ts. */
const UNASKED: Record<string, string> = {
  'Organizations_list external_id': 'a unique index answers',
  'Organizations_search query': 'reads the names of organizations, and nothing of their directories',
  'Endpoints_list organization_id': 'an index answers',
  'NameCollisions_list organization_id': 'a list of what one migration has found',
  'OversizedResources_list organization_id': 'each page looks at a bounded number of rows',
};

describe('its lists', () => {
  it('have a question about the plan of each of their filters', () => {
    const isList = ({ words }: Operation) =>
      words.parameters?.some(({ name }: Json) => ['page_size', 'limit', 'startIndex'].includes(name));
    // The portal has the same lists.
    const filters = operations
      .filter((operation) => operation.method === 'get' && isList(operation) && !operation.path.startsWith('/portal/'))
      .flatMap(({ words }) =>
        words.parameters
          .filter((one: Json) => one.in === 'query' && !PAGING.has(one.name))
          .map((one: Json) => `${words.operationId} ${one.name}`),
      );
    const asked = new Set([
      ...LOG_QUESTIONS.flatMap((question) => question.filters ?? []),
      ...LIST_QUESTIONS.flatMap(([, , , of = []]) => of),
      ...DIRECTORY_QUESTIONS.map(([filter]) => filter),
    ]);
    expect(filters.length).toBeGreaterThan(40);
    expect(filters.filter((filter) => !asked.has(filter) && !(filter in UNASKED))).toEqual([]);
    // Nothing is asked, or left out, that is not there.
    expect([...asked, ...Object.keys(UNASKED)].filter((filter) => !filters.includes(filter))).toEqual([]);
  });
});

describe('its examples of bodies', () => {
  /** The ids that an example names, each with whether the body must name it. */
  function* idsIn(value: Json, schema: Json, required: boolean): Generator<[string, boolean]> {
    const resolved = schema === undefined ? undefined : openapi.resolve(schema);
    if (typeof value === 'string' && /^[a-z]+_01K/.test(value)) yield [value, required];
    if (Array.isArray(value)) for (const one of value) yield* idsIn(one, resolved?.items, required);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        yield* idsIn(one, resolved?.properties?.[name], (resolved?.required ?? []).includes(name));
      }
    }
  }

  it('name ids only where the request needs one, and the same id as the paths', () => {
    const ofPaths = new Set(
      operations.flatMap(({ words }) => (words.parameters ?? []).map(({ example }: { example: unknown }) => example)),
    );
    const named: string[] = [];
    for (const { method, path, words } of operations) {
      for (const [media, { example, schema }] of Object.entries((words.requestBody?.content ?? {}) as Json) as [
        string,
        Json,
      ][]) {
        // The client may be named in the header in place of the form.
        if (media === 'application/x-www-form-urlencoded') continue;
        for (const [id, required] of idsIn(example, schema, true)) {
          named.push(id);
          expect({ where: `${method} ${path}`, id, required, known: ofPaths.has(id) }).toMatchObject({
            required: true,
            known: true,
          });
        }
      }
    }
    expect(named.length).toBeGreaterThan(2);
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
