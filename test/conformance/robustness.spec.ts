import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { brokenRules } from './house-rules.js';
import { send } from './scim-client.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ATTRIBUTES = ['userName', 'displayName', 'name', 'emails', 'members', 'active', 'title', 'externalId', 'groups'];
const NAMES = [...ATTRIBUTES, 'roles', 'meta', 'id', 'schemas', 'x509Certificates', 'manager', ENTERPRISE];
const SUBS = ['value', 'type', 'primary', 'display', '$ref', 'givenName', 'familyName', 'formatted'];
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);

let server: ScimServer;
let directory: ServedDirectory;
let user: string;
let group: string;

beforeAll(async () => {
  server = await startScimServer();
  directory = await server.directory();
  user = await create('/Users', { userName: 'fuzzed', emails: [{ value: 'f@x.example', type: 'work' }] });
  group = await create('/Groups', { displayName: 'fuzzed', members: [{ value: user }] });
});
afterAll(() => server.close());

async function create(path: string, body: object): Promise<string> {
  return ((await ask('POST', path, body)) as { id: string }).id;
}

/** Whatever is sent, the answer is one of ours: never a 5xx. */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await send({
    method,
    url: directory.base + path,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  expect(answer.status, answer.text).toBeLessThan(500);
  expect(brokenRules(answer, server.url), answer.text).toEqual([]);
  return answer.json;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    'True',
    'work',
    '__proto__',
    '2020-01-01T00:00:00Z',
    'a\0b',
    '\ud800',
    '%',
    "'",
    '$.**',
    'x'.repeat(3_000),
  ),
);
const scalar = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.double(), fc.constantFrom(1e308, -0));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...SUBS, ...NAMES), text), tie('value'), { maxKeys: 4 }),
  ),
}));
const resource = fc
  .dictionary(fc.oneof(fc.constantFrom(...NAMES), text), value, { maxKeys: 5 })
  .chain((body) =>
    fc.record({ userName: text, displayName: text }, { requiredKeys: [] }).map((more) => ({ ...body, ...more })),
  );

const literal = fc.oneof(
  text.map((words) => JSON.stringify(words)),
  fc.constantFrom('true', 'null', '7', '1e400', 'x', '"2020-01-01T00:00:00Z"'),
);
const attribute = fc
  .tuple(
    fc.constantFrom(...NAMES, 'meta.created', 'meta.version', `${ENTERPRISE}:manager`, 'urn:acme:1.0:User:a'),
    fc.option(fc.constantFrom(...SUBS)),
  )
  .map(([name, sub]) => (sub === null ? name : `${name}.${sub}`));
const term = fc
  .tuple(attribute, fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'), literal)
  .map(([name, op, words]) => (op === 'pr' ? `${name} pr` : `${name} ${op} ${words}`));
const subTerm = fc
  .tuple(fc.constantFrom(...SUBS), fc.constantFrom('eq', 'ne', 'co', 'gt', 'pr'), literal)
  .map(([name, op, words]) => (op === 'pr' ? `${name} pr` : `${name} ${op} ${words}`));
const valuePath = fc.tuple(fc.constantFrom(...NAMES), subTerm, fc.option(fc.constantFrom(...SUBS)));
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    term,
    valuePath.map(([name, inner]) => `${name}[${inner}]`),
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((inner) => `not (${inner})`),
    text,
  ),
}));
const path = fc.oneof(
  attribute,
  valuePath.map(([name, inner, sub]) => `${name}[${inner}]${sub === null ? '' : `.${sub}`}`),
  text,
);
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'remove', 'replace', 'Add', 'nonsense'),
    path: fc.oneof(path, fc.constant(null)),
    value,
  },
  { requiredKeys: ['op'] },
);
const types = fc.constantFrom('/Users', '/Groups');

it('serves or refuses any resource', async () => {
  const put = fc.boolean();
  await fc.assert(
    fc.asyncProperty(types, put, resource, async (type, replaces, body) => {
      if (replaces) await ask('PUT', `${type}/${type === '/Users' ? user : group}`, body);
      else await ask('POST', type, body);
    }),
    { numRuns: RUNS },
  );
});

it('serves or refuses any patch', async () => {
  await fc.assert(
    fc.asyncProperty(types, fc.array(operation, { maxLength: 4 }), async (type, Operations) => {
      await ask('PATCH', `${type}/${type === '/Users' ? user : group}`, { Operations });
    }),
    { numRuns: RUNS },
  );
});

it('serves or refuses any filter', async () => {
  await fc.assert(
    fc.asyncProperty(types, filter, async (type, words) => {
      // What is no text cannot stand in a URL at all.
      await ask('GET', `${type}?count=2&filter=${encodeURIComponent(words.toWellFormed()).slice(0, 12_000)}`);
    }),
    { numRuns: RUNS },
  );
});

it('serves or refuses any body at all', async () => {
  await fc.assert(
    fc.asyncProperty(types, fc.constantFrom('POST', 'PATCH', 'PUT'), value, async (type, method, body) => {
      await ask(method, method === 'POST' ? type : `${type}/${user}`, body);
    }),
    { numRuns: RUNS },
  );
});
