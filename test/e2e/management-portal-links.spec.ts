import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const create = async (organizationId: string) =>
  (await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links?features=dir_sync`)).body.link;
const pathOf = (link: { location: string }) => new URL(link.location).pathname;
const page = (method: string, path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.api.url}${path}`, { method, headers, redirect: 'manual' });
/** As a browser submits a form without fields. */
const click = (path: string) => page('POST', path, { 'content-type': 'application/x-www-form-urlencoded' });
/** Whether the portal is open to whoever has this cookie. */
const session = (cookie: string) => page('GET', '/portal/api/session', { cookie, 'x-rollcall-client': 'portal' });
const cookieOf = (reply: Response) => reply.headers.get('set-cookie')!.split(';')[0]!;

describe('portal links', () => {
  it('are shown once, and stored hashed', async () => {
    const { organizationId } = await app.directory();
    const link = await create(organizationId);
    expect(link).toEqual({
      id: expect.stringMatching(/^lnk_/),
      location: expect.stringMatching(/^https:\/\/rollcall\.example\/portal\/l\/[A-Za-z0-9]{48}$/),
      expire_time: expect.any(String),
    });
    const lifetime = Date.parse(link.expire_time) - Date.now();
    expect(lifetime).toBeLessThanOrEqual(60_000);
    const { links } = (await app.get(`organizations/${organizationId}/portal_links`)).body;
    expect(links).toEqual([{ id: link.id, expire_time: link.expire_time }]);
    const token = link.location.split('/').at(-1);
    const rows = await runSql(app.database.url, `SELECT row_to_json(l)::text AS row FROM portal_links l`);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    ['1m', 60_000],
    ['90s', 90_000],
    ['24h', 86_400_000],
    ['30d', 30 * 86_400_000],
  ])('live for %s', async (expires_in, milliseconds) => {
    const { organizationId } = await app.directory();
    const before = Date.now();
    const reply = await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, { expires_in });
    const expires = Date.parse(reply.body.link.expire_time);
    expect(expires).toBeGreaterThanOrEqual(before + milliseconds - 1_000);
    expect(expires).toBeLessThanOrEqual(Date.now() + milliseconds + 1_000);
    expect((await page('GET', pathOf(reply.body.link))).status).toBe(200);
  });

  it.each(['59s', '31d', '0', '', 'soon', 5, null])('do not live for %j', async (expires_in) => {
    const { organizationId } = await app.directory();
    const reply = await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, { expires_in });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe('expires_in');
    expect((await app.get(`organizations/${organizationId}/portal_links`)).body.links).toEqual([]);
  });

  it.each([
    { directory_id: 'dir_1' },
    { sections: ['directory'] },
    { sections: [] },
    { return_url: 'https://app.example' },
    { return_url: 'javascript:alert(1)' },
    { send_to: ['it@megasoft.example'] },
    { send_to: ['nobody'] },
  ])('refuse what they cannot open, by its name: %j', async (body) => {
    const { organizationId } = await app.directory();
    const reply = await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, body);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(Object.keys(body)[0]);
    expect((await app.get(`organizations/${organizationId}/portal_links`)).body.links).toEqual([]);
  });

  it("do not open another organization's directory", async () => {
    const [own, other] = [await app.directory(), await app.directory()];
    const body = { directory_id: other.directoryId };
    expect((await app.call('PUT', `/api/v1/organizations/${own.organizationId}/portal_links`, body)).status).toBe(400);
  });

  it('are used up by a click, not by being looked at, and begin a session', async () => {
    const { organizationId } = await app.directory();
    const path = pathOf(await create(organizationId));
    for (let look = 0; look < 3; look++) {
      const shown = await page('GET', path);
      expect(shown.status).toBe(200);
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(await shown.text()).toContain('<form method="post"');
    }
    const entered = await click(path);
    expect(entered.status).toBe(303);
    expect(entered.headers.get('location')).toBe('https://rollcall.example/portal');
    expect(entered.headers.get('set-cookie')).toMatch(/Path=\/portal; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure/);
    expect((await click(path)).status).toBe(410);
    expect((await page('GET', path)).status).toBe(410);
    expect((await session(cookieOf(entered))).status).toBe(200);
    for (const path of ['/portal', '/portal/d/dir_1/users']) {
      const stranger = await page('GET', path);
      expect(stranger.status).toBe(401);
      expect(await stranger.text()).toContain('<h1>This link does not work any more</h1>');
      expect((await page('GET', path, { cookie: cookieOf(entered) })).status).not.toBe(401);
    }
  });

  it('let only one of two clicks in', async () => {
    const { organizationId } = await app.directory();
    const path = pathOf(await create(organizationId));
    const statuses = (await Promise.all([click(path), click(path), click(path)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([303, 410, 410]);
  });

  it('end after a minute', async () => {
    const { organizationId } = await app.directory();
    const link = await create(organizationId);
    await runSql(app.database.url, `UPDATE portal_links SET expires_at = now() WHERE id = '${link.id}'`);
    expect((await page('GET', pathOf(link))).status).toBe(410);
    expect((await click(pathOf(link))).status).toBe(410);
  });

  it('are revoked with the session that began with them', async () => {
    const { organizationId } = await app.directory();
    const link = await create(organizationId);
    const cookie = cookieOf(await click(pathOf(link)));
    expect((await session(cookie)).status).toBe(200);
    expect((await app.delete(`organizations/${organizationId}/portal_links/${link.id}`)).status).toBe(204);
    expect((await session(cookie)).status).toBe(401);
    expect((await app.delete(`organizations/${organizationId}/portal_links/${link.id}`)).status).toBe(404);
    const unused = await create(organizationId);
    expect((await app.delete(`organizations/${organizationId}/portal_links`)).status).toBe(204);
    expect((await click(pathOf(unused))).status).toBe(410);
  });

  it('are of an organization that exists', async () => {
    expect((await app.call('PUT', '/api/v1/organizations/org_unknown/portal_links')).status).toBe(404);
    const { organizationId } = await app.directory();
    const other = await app.directory();
    const link = await create(organizationId);
    expect((await app.delete(`organizations/${other.organizationId}/portal_links/${link.id}`)).status).toBe(404);
    const cookie = cookieOf(await click(pathOf(link)));
    const unused = await create(organizationId);
    await app.delete(`organizations/${organizationId}`);
    expect((await session(cookie)).status).toBe(401);
    expect((await page('GET', pathOf(unused))).status).toBe(410);
    expect((await click(pathOf(unused))).status).toBe(410);
  });

  it('are not used up by a form of another site', async () => {
    const { organizationId } = await app.directory();
    const path = pathOf(await create(organizationId));
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://rollcall.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://sub.rollcall.example', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) expect((await page('POST', path, { ...form, ...headers })).status).toBe(403);
    // Behind a page with no-referrer a browser does not name its origin.
    const own = { ...form, origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await page('POST', path, own)).status).toBe(303);
    expect((await click(pathOf(await create(organizationId)))).status).toBe(303);
    const named = { ...form, origin: 'https://rollcall.example' };
    expect((await page('POST', pathOf(await create(organizationId)), named)).status).toBe(303);
  });

  it('open a session that ends by signing out', async () => {
    const { organizationId } = await app.directory();
    const cookie = cookieOf(await click(pathOf(await create(organizationId))));
    const foreign = { cookie, 'x-rollcall-client': 'portal', origin: 'https://evil.example' };
    expect((await page('DELETE', '/portal/api/session', foreign)).status).toBe(403);
    expect((await session(cookie)).status).toBe(200);
    const left = await page('DELETE', '/portal/api/session', { cookie, 'x-rollcall-client': 'portal' });
    expect(left.status).toBe(204);
    expect(left.headers.getSetCookie()[0]).toMatch(/^rollcall_portal=; Path=\/portal; Max-Age=0/);
    expect((await session(cookie)).status).toBe(401);
    const { audit_logs } = (await app.get(`audit_logs?organization_id=${organizationId}&page_size=1`)).body;
    expect(audit_logs[0]).toMatchObject({ action: 'portal_session.end', actor_type: 'portal' });
  });
});

describe('in a frame', () => {
  const framed = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-origin', origin: 'null' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  it('a link is not used up where the browser keeps no cookie for the frame', async () => {
    const { organizationId } = await app.directory();
    const path = pathOf(await create(organizationId));
    const shown = await page('GET', path, framed);
    expect(await shown.text()).toContain('<script src="/portal/continue.js" defer>');
    const probe = shown.headers.get('set-cookie')!;
    expect(probe).toMatch(/SameSite=None; Secure; Partitioned$/);
    const kept = await page('POST', path, { ...framed, ...form });
    expect(await kept.text()).toContain('Open in a new tab</a>');
    expect((await page('GET', path)).status).toBe(200);
    const entered = await page('POST', path, { ...framed, ...form, cookie: probe.split(';')[0]! });
    expect(entered.status).toBe(303);
    expect(entered.headers.get('set-cookie')).toMatch(/^rollcall_portal_framed=.*SameSite=None; Secure; Partitioned$/);
    expect((await session(cookieOf(entered))).status).toBe(200);
  });

  it('pages are shown by allowed origins alone', async () => {
    const { organizationId } = await app.directory();
    const policy = async () =>
      (await page('GET', pathOf(await create(organizationId)), framed)).headers.get('content-security-policy');
    expect(await policy()).toContain("frame-ancestors 'none'");
    const settings = { allowed_origins: ['https://app.acme.example'] };
    await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_settings`, settings);
    expect(await policy()).toContain('frame-ancestors https://app.acme.example');
  });

  it('the page at top level has no script', async () => {
    const { organizationId } = await app.directory();
    expect(await (await page('GET', pathOf(await create(organizationId)))).text()).not.toContain('<script');
  });
});
