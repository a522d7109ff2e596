import { basicCredentials, type EmulatedAnswer, type EmulatedRequest, json, jsonList } from '../emulated-request.js';
import { HttpEmulator } from '../http-emulator.js';
import { Population } from '../population.js';

/** An employee by field path; the value of a list field is an id, `names` has its name. */
export interface BobEmployee {
  id: string;
  fields: Record<string, unknown>;
}

const MOST_A_MINUTE = 50;

/** HiBob's people search for one service user: everything in one answer, and nothing about what it leaves out. */
export class HiBobEmulator extends HttpEmulator {
  readonly people = new Population<BobEmployee>();
  serviceUserId = 'SERVICE-1';
  token = 'hibob-token-1';
  /** Field paths that the service user may not see. */
  readonly hiddenFields = new Set<string>();
  /** The names of list values, by id. */
  readonly names = new Map<string, string>();
  /** Requests left in this minute. */
  remaining = MOST_A_MINUTE;

  constructor() {
    super();
  }

  get settings() {
    return { api_base: this.origin };
  }

  get secrets() {
    return { service_user_id: this.serviceUserId, token: this.token };
  }

  protected answer(request: EmulatedRequest): EmulatedAnswer {
    const [user, token] = basicCredentials(request) ?? [];
    if (user !== this.serviceUserId || token !== this.token) return json(401, { error: 'Unauthorized' });
    if (this.remaining <= 0) return json(429, { error: 'Too many requests' }, this.limits());
    this.remaining -= 1;
    if (request.url.pathname !== '/v1/people/search') return json(404, { error: 'Not found' }, this.limits());
    if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/json'))
      return json(400, { error: 'a JSON body is required' }, this.limits());
    const query = JSON.parse(request.body) as { fields?: string[]; showInactive?: boolean; humanReadable?: string };
    if (query.humanReadable !== undefined && !['APPEND', 'REPLACE'].includes(query.humanReadable))
      return json(400, { error: 'humanReadable must be APPEND or REPLACE' }, this.limits());
    return {
      status: 200,
      headers: { 'content-type': 'application/json', ...this.limits() },
      body: jsonList('employees', this.rows(query)),
    };
  }

  private limits(): Record<string, string> {
    return {
      'x-ratelimit-limit': String(MOST_A_MINUTE),
      'x-ratelimit-remaining': String(this.remaining),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1),
    };
  }

  private *rows(query: { fields?: string[]; showInactive?: boolean; humanReadable?: string }): Iterable<unknown> {
    const paths = (query.fields ?? ['root.id', 'root.email', 'root.firstName', 'root.surname']).filter(
      (path) => !this.hiddenFields.has(path),
    );
    for (const { fields } of this.people.all()) {
      if (query.showInactive !== true && fields['internal.status'] === 'Inactive') continue;
      const shown = paths.filter((path) => path in fields).map((path) => [path, fields[path]] as const);
      const named = shown.map(([path, value]) => [path, this.names.get(String(value)) ?? value] as const);
      if (query.humanReadable === 'REPLACE') yield nested(named);
      else yield { ...nested(shown), ...(query.humanReadable === 'APPEND' ? { humanReadable: nested(named) } : {}) };
    }
  }
}

/** `work.title` is in an object `work`; what is below `root` stands at the top. */
function nested(fields: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [path, value] of fields) {
    const [section, name] = path.split('.', 2) as [string, string];
    if (section === 'root') record[name] = value;
    else record[section] = { ...(record[section] as object | undefined), [name]: value };
  }
  return record;
}

export const bobEmployee = (
  id: string,
  [firstName, surname]: [string, string],
  more: Record<string, unknown> = {},
): BobEmployee => ({
  id,
  fields: {
    'root.id': id,
    'root.email': `${firstName}.${surname}@acme.com`.toLowerCase(),
    'root.firstName': firstName,
    'root.surname': surname,
    'root.displayName': `${firstName} ${surname}`,
    'internal.status': 'Active',
    ...more,
  },
});
