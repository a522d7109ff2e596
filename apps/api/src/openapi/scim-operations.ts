import { ScimError } from '#scim';

type Json = Record<string, unknown>;

const MEDIA = 'application/scim+json';
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Json, example?: Json): Json => ({ [MEDIA]: { schema, ...(example && { example }) } });

const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0:';
const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const USER = {
  schemas: [USER_URN],
  userName: 'ada@example.com',
  externalId: '00u1abcd',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
  active: true,
};
const REPLACED_USER = { ...USER, userName: 'ada.king@example.com', externalId: '00u2abcd' };
const GROUP = { schemas: [GROUP_URN], displayName: 'Engineering', externalId: '00g1abcd' };
const USER_PATCH = {
  schemas: [`${MESSAGE}PatchOp`],
  Operations: [{ op: 'replace', path: 'name.familyName', value: 'King' }],
};
const REPLACED_GROUP = { ...GROUP, displayName: 'Platform', externalId: '00g2abcd' };
const GROUP_PATCH = {
  schemas: [`${MESSAGE}PatchOp`],
  Operations: [{ op: 'replace', path: 'displayName', value: 'Engineers' }],
};
const searchFor = (filter: string): Json => ({
  schemas: [`${MESSAGE}SearchRequest`],
  filter,
  startIndex: 1,
  count: 10,
});
const BULK = {
  schemas: [`${MESSAGE}BulkRequest`],
  Operations: [
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'grace',
      data: { schemas: [USER_URN], userName: 'grace@example.com', active: true },
    },
  ],
};

const strings = { type: 'array', items: { type: 'string' } };

/** The messages of RFC 7643 and 7644, as far as they have a fixed shape; the attributes themselves are at `/Schemas`. */
export const SCIM_SCHEMAS: Record<string, Json> = {
  ScimResource: {
    type: 'object',
    description: 'A user or group; its attributes are described at `/Schemas`.',
    properties: {
      schemas: strings,
      id: { type: 'string' },
      externalId: { type: 'string' },
      meta: {
        type: 'object',
        properties: {
          resourceType: { type: 'string' },
          created: { type: 'string', format: 'date-time' },
          lastModified: { type: 'string', format: 'date-time' },
          location: { type: 'string', format: 'uri' },
          version: { type: 'string' },
        },
      },
    },
    required: ['schemas'],
    additionalProperties: true,
  },
  ScimList: {
    type: 'object',
    properties: {
      schemas: strings,
      totalResults: { type: 'integer' },
      startIndex: { type: 'integer' },
      itemsPerPage: { type: 'integer' },
      nextCursor: { type: 'string' },
      previousCursor: { type: 'string' },
      Resources: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
    required: ['schemas', 'totalResults'],
  },
  ScimMessage: {
    type: 'object',
    description: 'A PatchOp, SearchRequest, BulkRequest or BulkResponse.',
    properties: { schemas: strings },
    required: ['schemas'],
    additionalProperties: true,
  },
  ScimDocument: { type: 'object', properties: { schemas: strings }, additionalProperties: true },
  ScimError: {
    type: 'object',
    description: 'An error as RFC 7644 §3.12 defines it.',
    properties: {
      schemas: strings,
      status: { type: 'string', examples: ['409'] },
      scimType: { type: 'string', examples: ['uniqueness'] },
      detail: { type: 'string' },
    },
    required: ['schemas', 'status'],
  },
};

const query = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
});
const PROJECTION = [
  query('attributes', 'Only these attributes, separated by commas.'),
  query('excludedAttributes', 'All but these attributes, separated by commas.'),
];
const listing = (filter: string): Json[] => [
  query('filter', 'RFC 7644 §3.4.2.2.', { type: 'string', examples: [filter] }),
  query('sortBy', 'The attribute to sort by.'),
  query('sortOrder', 'In which direction.', { type: 'string', enum: ['ascending', 'descending'] }),
  query('startIndex', 'The first item, counted from 1.', { type: 'integer' }),
  query('count', 'Items per page.', { type: 'integer' }),
  query('cursor', 'Pages by cursor (RFC 9865); empty for the first.'),
  ...PROJECTION,
];

interface Described {
  summary: string;
  status?: string;
  answer?: Json;
  body?: Json;
  parameters?: Json[];
  fails?: number[];
}

const MEANING: Record<number, string> = {
  400: 'The request is wrong. `scimType` and `detail` say why.',
  401: 'The bearer token is missing or wrong, or there is no such directory.',
  403: 'The directory is disabled, or the address is not in its allowlist.',
  404: 'The resource does not exist.',
  409: 'Another resource has this name.',
  412: 'The resource has changed since the version in `If-Match`.',
};

interface Examples {
  create: Json;
  replace: Json;
  patch: Json;
  filter: string;
}

function resource(kind: string, { create, replace, patch, filter }: Examples): Record<string, Described> {
  const one = `a ${kind}`;
  return {
    list: { summary: `List ${kind}s`, answer: ref('ScimList'), parameters: listing(filter) },
    create: {
      summary: `Create ${one}`,
      status: '201',
      answer: ref('ScimResource'),
      body: create,
      parameters: PROJECTION,
      fails: [409],
    },
    search: { summary: `Search ${kind}s`, answer: ref('ScimList'), body: searchFor(filter) },
    read: { summary: `Read ${one}`, answer: ref('ScimResource'), parameters: PROJECTION, fails: [404] },
    replace: {
      summary: `Replace ${one}`,
      answer: ref('ScimResource'),
      body: replace,
      parameters: PROJECTION,
      fails: [404, 409, 412],
    },
    patch: {
      summary: `Change ${one}`,
      // Groups answer without a body unless attributes are asked for (docs/scim.md).
      ...(kind === 'group' ? { status: '204' } : { answer: ref('ScimResource') }),
      body: patch,
      parameters: PROJECTION,
      fails: [404, 409, 412],
    },
    remove: { summary: `Delete ${one}`, status: '204', fails: [404, 412] },
  };
}

const OPERATIONS: Record<string, Record<string, Described>> = {
  Users: resource('user', {
    create: USER,
    replace: REPLACED_USER,
    patch: USER_PATCH,
    filter: 'userName eq "ada@example.com"',
  }),
  Groups: resource('group', {
    create: GROUP,
    replace: REPLACED_GROUP,
    patch: GROUP_PATCH,
    filter: 'displayName eq "Engineering"',
  }),
  Discovery: {
    config: { summary: 'Get the features of this SCIM server', answer: ref('ScimDocument') },
    resourceTypes: { summary: 'List resource types', answer: ref('ScimList') },
    resourceType: { summary: 'Read a resource type', answer: ref('ScimDocument'), fails: [404] },
    schemas: { summary: 'List schemas', answer: ref('ScimList') },
    schema: { summary: 'Read a schema', answer: ref('ScimDocument'), fails: [404] },
  },
  Service: {
    runBulk: { summary: 'Run several operations', answer: ref('ScimMessage'), body: BULK },
    searchAll: {
      summary: 'Search users and groups',
      answer: ref('ScimList'),
      body: searchFor('meta.lastModified gt "2026-01-01T00:00:00Z"'),
    },
  },
};

/** A SCIM route's page in the document: what its controller cannot say, as its answers are RFC 7644's own. */
export function describeScim(operation: Json): Json {
  const [controller = '', method = ''] = String(operation['operationId']).split('_');
  const described = OPERATIONS[controller]?.[method];
  if (described === undefined) return operation;
  const { summary, status = '200', answer, body, parameters = [], fails = [] } = described;
  const failures = [400, 401, 403, ...fails].map((code) => [
    String(code),
    { description: MEANING[code], content: content(ref('ScimError'), failureExample(code)) },
  ]);
  return {
    ...operation,
    operationId: `Scim${controller}_${method}`,
    summary,
    parameters: [...(operation['parameters'] as Json[]), ...parameters],
    ...(body && { requestBody: { required: true, content: content(ref('ScimMessage'), body) } }),
    responses: {
      [status]: { description: successWords(method, status), ...(answer && { content: content(answer) }) },
      ...Object.fromEntries(failures),
    },
  };
}

const FAILURES: Record<number, ScimError> = {
  400: new ScimError(400, 'filter: there is no attribute "nickname2"', 'invalidFilter'),
  401: ScimError.unauthorized('the bearer token was revoked or has expired; ask for a new one'),
  403: ScimError.forbidden('the directory is disabled; enable it and run a full sync'),
  404: ScimError.notFound('User', 'diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR'),
  409: ScimError.uniqueness('userName "ada@example.com" is taken in this directory'),
  412: new ScimError(412, 'the resource has changed since the version in If-Match'),
};

function failureExample(code: number): Json {
  return { ...FAILURES[code]!.toBody() };
}

function successWords(method: string, status: string): string {
  if (status === '204')
    return method === 'remove' ? 'Deleted. The response has no body.' : 'Changed. The response has no body.';
  if (status === '201') return 'Created. The response shows the resource as it is stored.';
  if (method.startsWith('list') || method.startsWith('search')) return 'One page of the resources that match.';
  if (method === 'runBulk') return 'The result of each operation.';
  return method === 'replace' || method === 'patch' ? 'The resource after the change.' : 'The resource.';
}
