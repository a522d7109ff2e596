import { type OpenAPIObject } from '@nestjs/swagger';
import { exampleOf, type Schemas } from './example-of.js';
import { PATH_IDS, problemExample } from './problem-examples.js';
import { clientHeader } from './own-page.js';
import { describePortal, portalProblem } from './portal-operations.js';
import { describeScim } from './scim-operations.js';

type Json = Record<string, unknown>;
type Paths = OpenAPIObject['paths'];

const PORTAL = '/portal/api/';
/** Only the cookie of the dashboard opens these: an API key has no session. */
const OF_SESSION = '/api/v1/sessions/current';
const PROBLEM = { 'application/json': { schema: { $ref: '#/components/schemas/ProblemBody' } } };
const RATE_HEADERS = Object.fromEntries(
  [
    ['RateLimit-Limit', 'Burst size: how many requests a client may send at once.'],
    ['RateLimit-Remaining', 'How many requests of the burst are left.'],
    ['RateLimit-Reset', 'Seconds until the whole burst is available again.'],
  ].map(([name, description]) => [name, { description, schema: { type: 'integer' } }]),
);
const TOO_MANY = {
  description: 'The API key sent more requests than its rate limit allows.',
  headers: {
    ...RATE_HEADERS,
    'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  },
  content: PROBLEM,
};
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice.',
  schema: { type: 'string', maxLength: 255 },
};

/** Of a directory's OAuth client: other ids, other secrets and another scope than those of an API key. */
const DIRECTORY_TOKEN = {
  schema: {
    type: 'object',
    properties: {
      grant_type: { type: 'string', enum: ['client_credentials'] },
      client_id: { type: 'string', description: 'The id of an OAuth client of this directory.' },
      client_secret: { type: 'string', description: 'The secret of the client.' },
      client_assertion_type: {
        type: 'string',
        enum: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
        description: 'With `client_assertion`, in place of a secret.',
      },
      client_assertion: { type: 'string', description: 'A JWT that the key of the client has signed (RFC 7523).' },
      scope: { type: 'string', description: 'Always `scim`, also where it is left out.' },
    },
    required: ['grant_type'],
  },
  example: {
    grant_type: 'client_credentials',
    client_id: PATH_IDS['client_id']!.id,
    client_secret: 'the secret of the client',
    scope: 'scim',
  },
};

/** Adds what is true of whole groups of routes, so that no route can forget it. */
export function completeOperations(paths: Paths, schemas: Schemas): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          withExamples(
            path,
            method,
            withPathParameters(path, complete(paths, path, method, operation as Json)),
            schemas,
          ),
        ]),
      ),
    ]),
  ) as Paths;
}

function complete(paths: Paths, path: string, method: string, operation: Json): Json {
  if (path.endsWith('}/oauth/token'))
    return describeDirectoryToken(operation, paths['/oauth/token']?.post as unknown as Json);
  if (path.endsWith('}/notifications')) return withUnavailable({ ...operation, security: [] });
  if (path.startsWith('/directory/')) return describeScim(operation);
  const isPortal = path.startsWith(PORTAL);
  if (!path.startsWith('/api/v1/') && !isPortal) return withUnavailable(operation);
  if (path === OF_SESSION) return completeManagement(method, describeSession(operation));
  return completeManagement(method, isPortal ? describePortal(operation) : operation);
}

function describeSession(operation: Json): Json {
  const parameters = [...((operation['parameters'] ?? []) as Json[]), clientHeader('dashboard')];
  return { ...operation, security: [{ 'dashboard-session': [] }], parameters };
}

function completeManagement(method: string, operation: Json): Json {
  const responses = operation['responses'] as Json;
  const isPost = method === 'post';
  return {
    ...operation,
    ...(isPost && { parameters: [...(operation['parameters'] as Json[]), IDEMPOTENCY_KEY] }),
    responses: {
      ...responses,
      ...(isPost && {
        409: responses['409'] ?? {
          description: 'The first request with this Idempotency-Key is still running.',
          content: PROBLEM,
        },
        422: { description: 'Another request used this Idempotency-Key already.', content: PROBLEM },
      }),
      429: TOO_MANY,
    },
  };
}

/** The same exchange as `POST /oauth/token`, for the clients of one directory. */
function describeDirectoryToken(operation: Json, model: Json): Json {
  return {
    ...model,
    ...operation,
    operationId: 'DirectoryToken_token',
    summary: "Exchange a directory's OAuth client for an access token",
    description: 'OAuth 2.0 client credentials, for the SCIM endpoint of this directory.',
    security: [],
    requestBody: { required: true, content: { 'application/x-www-form-urlencoded': DIRECTORY_TOKEN } },
    responses: model['responses'],
  };
}

/** Every body and every error has an example of its own, and every success says what the answer holds. */
function withExamples(path: string, method: string, operation: Json, schemas: Schemas): Json {
  const body = operation['requestBody'] as { content: Record<string, Json> } | undefined;
  const content = Object.entries(body?.content ?? {}).map(([media, { example, ...of }]) => [
    media,
    { ...of, example: example ?? exampleOf(of['schema'] as Json, schemas, `${method} ${path}`) },
  ]);
  const responses = Object.entries(operation['responses'] as Record<string, Json>).map(([status, response]) => {
    if (status < '400') return [status, { ...response, description: successOf(method, status, response, schemas) }];
    const problem = (response['content'] as Record<string, Json> | undefined)?.['application/json'];
    if (!isProblem(problem)) return [status, response];
    const own = path.startsWith(PORTAL) ? portalProblem(status) : undefined;
    const example = own ?? problemExample(status, path, operation, schemas);
    return [status, { ...response, content: { 'application/json': { ...problem, example } } }];
  });
  return {
    ...operation,
    ...(body && { requestBody: { ...body, content: Object.fromEntries(content) } }),
    responses: Object.fromEntries(responses),
  };
}

function isProblem(content: Json | undefined): boolean {
  return (content?.['schema'] as Json | undefined)?.['$ref'] === '#/components/schemas/ProblemBody';
}

/** Words of the route's own, where it has some. */
function successOf(method: string, status: string, response: Json, schemas: Schemas): string {
  const [, own] = /^Done\.\s*([^]*)$/.exec(String(response['description'])) ?? [];
  if (own === undefined) return String(response['description']);
  if (own !== '') return own;
  if (status === '204') return `${method === 'delete' ? 'Deleted' : 'Done'}. The response has no body.`;
  const [content] = Object.values((response['content'] ?? {}) as Record<string, { schema: Json }>);
  const answer = schemas[
    String(content?.schema['$ref'] ?? '')
      .split('/')
      .at(-1)!
  ]?.['properties'] as Json | undefined;
  const has = (name: string) => answer?.[name] !== undefined;
  const isShownOnce = has('plain_secret') || has('plain_key') || has('client_secret');
  if (isShownOnce) return 'The new secret, which is shown only in this response.';
  if (has('next_page_token')) return 'One page of the list.';
  if (status === '201') return 'Created. The response shows the new object.';
  if (method === 'get') return 'The current state.';
  return method === 'post' ? 'The result.' : 'The state after the change.';
}

/** What needs no key can still find the database away. */
function withUnavailable(operation: Json): Json {
  const responses = operation['responses'] as Json;
  if (operation['operationId'] === 'Health_live' || responses['503'] !== undefined) return operation;
  return {
    ...operation,
    responses: { ...responses, 503: { description: 'The database cannot be reached.', content: PROBLEM } },
  };
}

/** SCIM controllers read the directory off the request, which the generator cannot see. */
function withPathParameters(path: string, operation: Json): Json {
  const declared = (operation['parameters'] ?? []) as { name: string; in: string }[];
  const missing = [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name!)
    .filter((name) => !declared.some((one) => one.in === 'path' && one.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const parameters = [...missing, ...declared].map((parameter) =>
    parameter.in === 'path' ? { ...parameter, example: PATH_IDS[parameter.name]?.id ?? idBelow(path) } : parameter,
  );
  return { ...operation, parameters };
}

/** SCIM calls every id `id`. */
function idBelow(path: string): string {
  if (path.includes('/Groups/')) return PATH_IDS['group_id']!.id;
  if (path.includes('/Users/')) return PATH_IDS['user_id']!.id;
  return path.includes('/Schemas/') ? 'urn:ietf:params:scim:schemas:core:2.0:User' : 'User';
}
