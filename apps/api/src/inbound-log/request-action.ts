/** What an identity provider wants with a request, in the words of its administrator. */
export const REQUEST_ACTIONS = [
  'test',
  'look_up',
  'list',
  'create_user',
  'update_user',
  'deactivate_user',
  'reactivate_user',
  'delete_user',
  'create_group',
  'update_group',
  'change_members',
  'delete_group',
  'bulk',
  'other',
] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

export interface SeenRequest {
  method: string;
  /** Below the directory, with the query. */
  path: string;
  kind: 'scim' | 'oauth';
  requestBody: unknown;
}

/** A list this short is asked for to see whether anybody answers: Okta's test asks for two, others for one. */
const SHORTEST_LIST = 2;

export function actionOf({ method, path, kind, requestBody }: SeenRequest): RequestAction {
  if (kind === 'oauth') return 'other';
  const { resource, id, query } = split(path);
  if (resource === 'Bulk') return 'bulk';
  if (resource === 'ServiceProviderConfig' || resource === 'Schemas' || resource === 'ResourceTypes') return 'test';
  if (path.includes('/.search')) return 'look_up';
  if (resource !== 'Users' && resource !== 'Groups') return 'other';
  if (method === 'GET') {
    if (id !== undefined || query.has('filter')) return 'look_up';
    const count = Number(query.get('count') ?? NaN);
    return count <= SHORTEST_LIST ? 'test' : 'list';
  }
  return resource === 'Users' ? userAction(method, requestBody) : groupAction(method, requestBody);
}

/** The user or group that a request names, or has created. */
export function resourceOf({ path }: Pick<SeenRequest, 'path'>, answer: unknown): string | null {
  const { resource, id } = split(path);
  if (resource !== 'Users' && resource !== 'Groups') return null;
  const known = id ?? (answer as { id?: unknown } | null | undefined)?.id;
  return typeof known === 'string' && /^dir(?:user|group)_[\w-]{1,32}$/.test(known) ? known : null;
}

function userAction(method: string, body: unknown): RequestAction {
  if (method === 'POST') return 'create_user';
  if (method === 'DELETE') return 'delete_user';
  const active = activeOf(body);
  if (active === false) return 'deactivate_user';
  return method === 'PATCH' && active === true ? 'reactivate_user' : 'update_user';
}

function groupAction(method: string, body: unknown): RequestAction {
  if (method === 'POST') return 'create_group';
  if (method === 'DELETE') return 'delete_group';
  const isAboutMembers = operationsOf(body).some(
    ({ path, value }) =>
      (typeof path === 'string' && path.toLowerCase().startsWith('members')) ||
      (path === undefined && typeof value === 'object' && value !== null && 'members' in value),
  );
  return isAboutMembers ? 'change_members' : 'update_group';
}

/** What a PUT or PATCH makes of `active`; Entra sends it as a text. */
function activeOf(body: unknown): boolean | undefined {
  const given = [(body as { active?: unknown } | null)?.active];
  for (const { path, value } of operationsOf(body)) {
    if (typeof path === 'string' && path.toLowerCase() === 'active') given.push(value);
    else if (path === undefined) given.push((value as { active?: unknown } | null)?.active);
  }
  const last = given
    .map((value) => String(value).toLowerCase())
    .findLast((text) => text === 'true' || text === 'false');
  return last === undefined ? undefined : last === 'true';
}

function operationsOf(body: unknown): { path?: unknown; value?: unknown }[] {
  const given = body as { Operations?: unknown; operations?: unknown } | null | undefined;
  const operations = given?.Operations ?? given?.operations;
  if (!Array.isArray(operations)) return [];
  return operations.filter((one): one is object => typeof one === 'object' && one !== null);
}

function split(path: string): { resource: string | undefined; id: string | undefined; query: URLSearchParams } {
  const mark = path.indexOf('?');
  const [, , , resource, id] = (mark === -1 ? path : path.slice(0, mark)).split('/');
  return { resource, id: id || undefined, query: new URLSearchParams(mark === -1 ? '' : path.slice(mark)) };
}
