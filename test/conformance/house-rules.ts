import { type ScimAnswer } from './scim-client.js';

const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';

interface AnyBody {
  schemas?: unknown;
  status?: unknown;
  detail?: unknown;
  meta?: { location?: unknown; version?: unknown };
}

/** What every answer keeps to, whatever was asked (docs/scim.md). Returns what is broken. */
export function brokenRules(answer: ScimAnswer, origin: string): string[] {
  const { status, headers, text } = answer;
  const broken: string[] = [];
  const demand = (holds: boolean, rule: string) => void (holds || broken.push(rule));
  demand(typeof headers['x-request-id'] === 'string', 'carries x-request-id');
  if (status === 204 || status === 304) {
    demand(text === '', `${status} has no body`);
    return broken;
  }
  demand(headers['content-type'] === 'application/scim+json', `content type is ${headers['content-type']}`);
  demand(!/"password":/i.test(text), 'a password is never returned');
  const body = (answer.json ?? {}) as AnyBody;
  demand(Array.isArray(body.schemas) && body.schemas.length > 0, 'has schemas');
  if (status >= 400) {
    demand(Array.isArray(body.schemas) && body.schemas[0] === ERROR_URN, 'an error has the Error schema');
    demand(body.status === String(status), 'an error repeats its status as a string');
    demand(typeof body.detail === 'string' && body.detail !== '', 'an error has a detail');
    demand(!/\\n\s+at |node_modules|\.[jt]s:\d+/.test(text), 'an error shows no stack trace');
    if (status === 401) demand(headers['www-authenticate'] !== undefined, '401 carries WWW-Authenticate');
    return broken;
  }
  const { location, version } = body.meta ?? {};
  if (status === 201) demand(headers.location === (location ?? headers.location ?? ''), 'Location is meta.location');
  if (location !== undefined) demand(String(location).startsWith(`${origin}/directory/`), 'meta.location is absolute');
  if (version !== undefined) demand(headers.etag === version, 'ETag is meta.version');
  return broken;
}
