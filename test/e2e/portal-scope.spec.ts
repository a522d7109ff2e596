import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTAL_SECTIONS } from '../../apps/api/src/management/portal-links/sections.js';
import { runSql } from '../support/index.js';
import { ManagementClient, type Reply } from './management-client.js';
import { PortalClient } from './portal-client.js';

// The document is what it is: the tests read whatever it says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

interface Route {
  method: string;
  path: string;
  words: Json;
}

const MANAGEMENT = '/api/v1/';
const PORTAL = '/portal/api/';
/** Routes that answer nothing of anybody's: whoever signs in has no credential yet. */
const OPEN = ['POST /api/v1/sessions'];

let app: ManagementClient;
let own: Awaited<ReturnType<ManagementClient['directory']>>;
let other: Awaited<ReturnType<ManagementClient['directory']>>;
let routes: Route[];
let document: Json;

beforeAll(async () => {
  app = await ManagementClient.start();
  document = (await app.call('GET', '/openapi.json')).body;
  routes = Object.entries(document.paths as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Json>).map(([method, words]) => ({
      method: method.toUpperCase(),
      path,
      words,
    })),
  );
  [own, other] = [await app.directory(), await app.directory()];
});
afterAll(() => app.stop());

const portalRoutes = () => routes.filter(({ path }) => path.startsWith(PORTAL));
const where = ({ method, path }: Route) => `${method} ${path}`;

/** With ids of examples, which are nobody's, but for those that are given. */
function pathOf({ path, words }: Route, ids: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const { example } = words.parameters.find((one: Json) => one.in === 'path' && one.name === name);
    return ids[name] ?? encodeURIComponent(example);
  });
}

function bodyOf({ words }: Route): unknown {
  const [content] = Object.values((words.requestBody?.content ?? {}) as Record<string, Json>);
  return content?.example;
}

/** Files are sent as what they are. */
function typeOf({ words }: Route): Record<string, string> {
  const [media] = Object.keys((words.requestBody?.content ?? {}) as Record<string, Json>);
  return media === undefined || media === 'application/json' ? {} : { 'content-type': media };
}

const send = (route: Route, headers: Record<string, string>, ids?: Record<string, string>): Promise<Reply> =>
  app.call(route.method, pathOf(route, ids), bodyOf(route), { authorization: '', ...typeOf(route), ...headers });

/** One after the other: what every route answers. */
async function answers(of: Route[], ask: (route: Route) => Promise<Reply>): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const route of of) found[where(route)] = (await ask(route)).status;
  return found;
}

const all = (of: Route[], status: number) => Object.fromEntries(of.map((route) => [where(route), status]));

it('every route is the management API, the portal, SCIM, or known to be open', () => {
  const elsewhere = routes.filter(({ path }) => !path.startsWith(MANAGEMENT) && !path.startsWith(PORTAL));
  const known = /^\/(directory\/\{directory_id\}|\.well-known|health|ssf)\/|^\/(oauth\/token|keys|metrics)$/;
  expect(elsewhere.filter(({ path }) => !known.test(path)).map(where)).toEqual([]);
  expect(portalRoutes().length).toBeGreaterThan(35);
});

describe('a route of the portal', () => {
  const header = { 'x-rollcall-client': 'portal' };

  it('needs a session', async () => {
    expect(await answers(portalRoutes(), (route) => send(route, header))).toEqual(all(portalRoutes(), 401));
    const withKey = await app.call('GET', '/portal/api/session', undefined, header);
    expect(withKey.status).toBe(401);
  });

  it.each([
    ['without the header', {}],
    ['with the header of the dashboard', { 'x-rollcall-client': 'dashboard' }],
    ['of another site', { 'x-rollcall-client': 'portal', 'sec-fetch-site': 'cross-site' }],
    ['of another origin', { 'x-rollcall-client': 'portal', origin: 'https://evil.example' }],
  ])('refuses a call %s', async (_what, headers) => {
    const { cookie } = await PortalClient.open(app, own.organizationId);
    expect(await answers(portalRoutes(), (route) => send(route, { cookie, ...headers }))).toEqual(
      all(portalRoutes(), 403),
    );
  });

  it('is closed when the session has ended', async () => {
    const { cookie } = await PortalClient.open(app, own.organizationId);
    await runSql(app.database.url, 'UPDATE portal_sessions SET expires_at = now()');
    expect(await answers(portalRoutes(), (route) => send(route, { cookie, ...header }))).toEqual(
      all(portalRoutes(), 401),
    );
  });

  it("does not know another organization's ids", async () => {
    const found: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const route of portalRoutes().filter(({ path }) => path.includes('{directory_id}'))) {
      // A session of its own: twenty calls a second are a session's limit.
      const { cookie } = await PortalClient.open(app, own.organizationId);
      const ids = { directory_id: other.directoryId };
      const [foreign, unknown] = [
        await send(route, { cookie, ...header }, ids),
        await send(route, { cookie, ...header }, { directory_id: 'dir_unknown' }),
      ];
      found[where(route)] = [foreign.status, foreign.text.replaceAll(other.directoryId, 'ID')];
      expected[where(route)] = [404, unknown.text.replaceAll('dir_unknown', 'ID')];
    }
    expect(found).toEqual(expected);
    expect((await app.get(other.path)).status).toBe(200);
  });

  it('answers nothing of another organization, whatever it is asked', async () => {
    const portal = await PortalClient.open(app, own.organizationId);
    for (const route of portalRoutes().filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const reply = await send(route, { cookie: portal.cookie, ...header });
      expect(reply.status, where(route)).toBe(200);
      expect(reply.text, where(route)).not.toContain(other.organizationId);
      expect(reply.text, where(route)).not.toContain(other.directoryId);
    }
  });

  it('of a link for one directory does not know the others', async () => {
    const second = (await app.post(`organizations/${own.organizationId}/directories`, {})).body.directory.id as string;
    const found: Record<string, number> = {};
    const limited = portalRoutes().filter(({ path }) => path.includes('{directory_id}'));
    for (const route of limited) {
      const { cookie } = await PortalClient.open(app, own.organizationId, { directory_id: own.directoryId });
      found[where(route)] = (await send(route, { cookie, ...header }, { directory_id: second })).status;
    }
    expect(found).toEqual(all(limited, 404));
    const portal = await PortalClient.open(app, own.organizationId, { directory_id: own.directoryId });
    const { directories } = (await portal.get('directories')).body;
    expect(directories.map(({ id }: { id: string }) => id)).toEqual([own.directoryId]);
    expect((await portal.call('POST', 'directories', {})).status).toBe(403);
    const { audit_logs } = (await portal.get('audit_logs?page_size=100')).body;
    expect(new Set(audit_logs.map((entry: Json) => entry.directory_id))).toEqual(new Set([own.directoryId]));
  });

  it('is opened by a section, or by any', async () => {
    const opened = new Map<string, string[]>();
    let portal: PortalClient | undefined;
    for (const section of PORTAL_SECTIONS) {
      for (const [index, route] of portalRoutes()
        .filter(({ method }) => method === 'GET')
        .entries()) {
        // Twenty calls a second are a session's limit.
        if (index % 15 === 0) portal = await PortalClient.open(app, own.organizationId, { sections: [section] });
        const { cookie } = portal!;
        const { status } = await send(route, { cookie, ...header }, { directory_id: own.directoryId });
        if (status !== 403) opened.set(where(route), [...(opened.get(where(route)) ?? []), section]);
      }
    }
    const openTo = (path: string) => opened.get(`GET /portal/api/${path}`);
    expect(openTo('session')).toEqual([...PORTAL_SECTIONS]);
    expect(openTo('directories/{directory_id}')).toEqual([...PORTAL_SECTIONS]);
    expect(openTo('directories/{directory_id}/ip_allowlist')).toEqual(['settings']);
    expect(openTo('directories/{directory_id}/group_rules')).toEqual(['roles']);
    // No route is closed to all: somebody has forgotten to name its section.
    expect(
      portalRoutes()
        .filter((route) => route.method === 'GET' && !opened.has(where(route)))
        .map(where),
    ).toEqual([]);
  });
});

describe('a route of the management API', () => {
  const managed = () => routes.filter((route) => route.path.startsWith(MANAGEMENT) && !OPEN.includes(where(route)));

  it('does not know the cookie of the portal', async () => {
    const { cookie } = await PortalClient.open(app, own.organizationId);
    const headers = { cookie, 'x-rollcall-client': 'portal' };
    expect(await answers(managed(), (route) => send(route, headers))).toEqual(all(managed(), 401));
  });

  it('needs the header of the dashboard beside its cookie', async () => {
    const cookie = await signIn();
    const calls: Record<string, string>[] = [
      {},
      { 'x-rollcall-client': 'portal' },
      { 'x-rollcall-client': 'dashboard', origin: 'https://evil.example' },
    ];
    for (const headers of calls) {
      expect(await answers(managed(), (route) => send(route, { cookie, ...headers }))).toEqual(all(managed(), 403));
    }
  });
});

async function signIn(): Promise<string> {
  const { plain_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
  const reply = await app.call('POST', '/api/v1/sessions', { api_key: plain_key }, { authorization: '' });
  return reply.headers.get('set-cookie')!.split(';')[0]!;
}
