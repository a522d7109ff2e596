import { type OpenAPIObject } from '@nestjs/swagger';
import { describeScim } from './scim-operations.js';

type Json = Record<string, unknown>;
type Paths = OpenAPIObject['paths'];

const PROBLEM = { 'application/json': { schema: { $ref: '#/components/schemas/ProblemBody' } } };
const RATE_HEADERS = Object.fromEntries(
  [
    ['RateLimit-Limit', 'Requests at once that a rested client may send.'],
    ['RateLimit-Remaining', 'What is left of them.'],
    ['RateLimit-Reset', 'Seconds until all of them are there again.'],
  ].map(([name, description]) => [name, { description, schema: { type: 'integer' } }]),
);
const TOO_MANY = {
  description: 'The API key has sent more than its rate limit.',
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
    'The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice.',
  schema: { type: 'string', maxLength: 255 },
};

/** Adds what is true of whole groups of routes, so that no route can forget it. */
export function completeOperations(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          withPathParameters(path, complete(paths, path, method, operation as Json)),
        ]),
      ),
    ]),
  ) as Paths;
}

function complete(paths: Paths, path: string, method: string, operation: Json): Json {
  if (path.endsWith('}/oauth/token'))
    return describeDirectoryToken(operation, paths['/oauth/token']?.post as unknown as Json);
  if (path.startsWith('/directory/')) return describeScim(operation);
  if (!path.startsWith('/api/v1/')) return withUnavailable(operation);
  const responses = operation['responses'] as Json;
  const isPost = method === 'post';
  return {
    ...operation,
    ...(isPost && { parameters: [...(operation['parameters'] as Json[]), IDEMPOTENCY_KEY] }),
    responses: {
      ...responses,
      ...(isPost && {
        409: responses['409'] ?? {
          description: 'The first request with this Idempotency-Key is at work.',
          content: PROBLEM,
        },
        422: { description: 'The Idempotency-Key was sent with another request.', content: PROBLEM },
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
    requestBody: model['requestBody'],
    responses: model['responses'],
  };
}

/** What needs no key can still find the database away. */
function withUnavailable(operation: Json): Json {
  const responses = operation['responses'] as Json;
  if (operation['operationId'] === 'Health_live' || responses['503'] !== undefined) return operation;
  return { ...operation, responses: { ...responses, 503: { description: 'The database is away.', content: PROBLEM } } };
}

/** SCIM controllers read the directory off the request, which the generator cannot see. */
function withPathParameters(path: string, operation: Json): Json {
  const declared = (operation['parameters'] ?? []) as { name: string; in: string }[];
  const missing = [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name!)
    .filter((name) => !declared.some((one) => one.in === 'path' && one.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return { ...operation, parameters: [...missing, ...declared] };
}
