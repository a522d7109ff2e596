import { dirname, join, normalize } from 'node:path';

/**
 * The rooms of a large package, and which other rooms each may look into. A room that is not in the table may not exist. Files that stand
 * in no room put the rooms together and may look into all of them; rooms may look at them only where SHARED says so.
 */
export const ROOMS: Record<string, Record<string, readonly string[]>> = {
  'apps/api/src': {
    // The words of the REST API: errors, cookies, how a URL and a body are read.
    http: [],
    // Connections: HTTP/1, HTTP/2, TLS, and how many an address may have.
    listener: ['http'],
    // Token buckets, and turns for work that has to wait.
    limits: ['http'],
    // What identity providers sent, redacted.
    'inbound-log': ['limits'],
    // The pages of the browser app.
    web: ['http'],
    tokens: ['http', 'listener', 'limits'],
    // Three surfaces beside each other.
    scim: ['http', 'limits', 'inbound-log', 'tokens'],
    management: ['http', 'limits', 'inbound-log', 'tokens', 'web'],
    'scalekit-compat': ['http'],
    // The admin portal is the management API for one organization.
    portal: ['http', 'tokens', 'web', 'management'],
    // Metadata of both authorization servers (RFC 8414).
    discovery: ['scim', 'management', 'tokens'],
    openapi: ['http', 'management'],
    health: ['limits'],
    server: ['http', 'listener', 'limits', 'scalekit-compat', 'scim', 'tokens', 'web'],
  },
  'libs/persistence/src': {
    connection: [],
    paging: [],
    'delivery-rows': ['connection'],
    secrets: ['connection'],
    audit: ['connection', 'paging'],
    filter: [],
    search: ['connection'],
    resources: ['connection', 'paging', 'filter', 'search'],
    users: ['connection', 'paging', 'filter', 'search', 'resources'],
    groups: ['connection', 'paging', 'search', 'resources'],
    mail: ['connection', 'paging', 'audit', 'delivery-rows'],
    changes: ['connection', 'paging', 'filter', 'resources', 'audit', 'mail', 'delivery-rows'],
    gates: ['connection', 'audit', 'secrets', 'resources', 'users', 'changes'],
    access: ['connection', 'audit', 'gates', 'resources'],
    entities: ['access'],
    signing: ['connection', 'audit', 'secrets'],
    endpoints: ['connection', 'audit', 'entities', 'secrets', 'delivery-rows'],
    deliveries: ['connection', 'paging', 'audit', 'secrets', 'endpoints', 'delivery-rows'],
    events: ['connection', 'paging', 'resources', 'endpoints', 'deliveries'],
    resends: ['connection', 'paging', 'audit', 'resources'],
    maintenance: ['connection', 'paging', 'audit', 'resources', 'delivery-rows'],
    'personal-data': ['paging', 'events', 'delivery-rows', 'sync'],
    sync: ['connection', 'paging', 'audit', 'secrets', 'mail'],
    directories: ['connection', 'paging', 'audit', 'changes', 'sync'],
    requests: ['connection', 'paging'],
    portal: ['connection', 'audit', 'access', 'mail'],
    dashboard: ['connection', 'paging', 'audit', 'directories', 'deliveries'],
    import: ['connection', 'paging', 'resources', 'access', 'changes'],
    migrations: ['changes'],
    schema: ['directories', 'entities', 'migrations'],
  },
};

/** Files outside all rooms that rooms may look at. */
const SHARED: Record<string, readonly string[]> = {
  'apps/api/src': ['background-log.js', 'security-events.js'],
};

/** A module file puts its room together with what hangs in it: the portal shares the services of the management API. */
const COMPOSED: Record<string, readonly string[]> = {
  'apps/api/src/management/management.module.ts': ['portal'],
};

/** Relative imports of a file that go to a room without an arrow, one line each. */
export function roomViolations(path: string, imports: readonly string[]): string[] {
  const base = Object.keys(ROOMS).find((one) => path.startsWith(`${one}/`));
  if (base === undefined || path.endsWith('.spec.ts')) return [];
  const room = roomOf(base, path);
  if (room === undefined) return [];
  const arrows = ROOMS[base]![room];
  if (arrows === undefined) return [`${path}: the room ${room} is not in the table of rooms`];
  const open = [room, ...arrows, ...(COMPOSED[path] ?? [])];
  return imports
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(path), name)))
    .filter((target) => target.startsWith(`${base}/`) && !mayLookAt(base, target, open))
    .map((target) => `${path}: no arrow from ${room} to ${target.slice(base.length + 1)}`);
}

function mayLookAt(base: string, target: string, open: readonly string[]): boolean {
  const room = roomOf(base, target);
  return room === undefined ? (SHARED[base] ?? []).includes(target.slice(base.length + 1)) : open.includes(room);
}

function roomOf(base: string, path: string): string | undefined {
  const [room, inside] = path.slice(base.length + 1).split('/', 2);
  return inside === undefined ? undefined : room;
}
