import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const none = { authorization: '' };
const signIn = (api_key: unknown, headers: Record<string, string> = {}) =>
  app.call('POST', '/api/v1/sessions', { api_key }, { ...none, ...headers });
const cookieOf = (reply: { headers: Headers }) => reply.headers.get('set-cookie')!.split(';')[0]!;
const as = (cookie: string) => ({ ...none, cookie, 'x-rollcall-client': 'dashboard' });
const key = async (scopes: string[]) => (await app.post('api_keys', { name: 'ops', scopes })).body;

describe('a session of the dashboard', () => {
  it('begins with a key, has its scopes, and ends by signing out', async () => {
    const { plain_key, api_key } = await key(['read']);
    const reply = await signIn(plain_key);
    expect(reply.status).toBe(201);
    expect(reply.headers.get('set-cookie')).toMatch(
      /^rollcall_dashboard=[A-Za-z0-9]{48}; Path=\/api\/v1; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    );
    const { session } = reply.body;
    expect(session).toEqual({
      id: expect.stringMatching(/^ses_/),
      key_id: api_key.id,
      key_name: 'ops',
      scopes: ['read'],
      expires_at: expect.any(String),
    });
    const headers = as(cookieOf(reply));
    expect((await app.call('GET', '/api/v1/sessions/current', undefined, headers)).body).toEqual({ session });
    expect((await app.call('GET', '/api/v1/organizations', undefined, headers)).status).toBe(200);
    expect((await app.call('POST', '/api/v1/organizations', { display_name: 'x' }, headers)).status).toBe(403);
    const left = await app.call('DELETE', '/api/v1/sessions/current', undefined, headers);
    expect(left.status).toBe(204);
    expect(left.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await app.call('GET', '/api/v1/organizations', undefined, headers)).status).toBe(401);
  });

  it('ends with its key at once, and after two hours without use', async () => {
    const { plain_key, api_key } = await key(['read']);
    const headers = as(cookieOf(await signIn(plain_key)));
    expect((await app.call('GET', '/api/v1/organizations', undefined, headers)).status).toBe(200);
    await app.delete(`api_keys/${api_key.id}`);
    expect((await app.call('GET', '/api/v1/organizations', undefined, headers)).status).toBe(401);
    const idle = as(cookieOf(await signIn(API_KEY)));
    await runSql(app.database.url, `UPDATE dashboard_sessions SET last_used_at = now() - interval '121 minutes'`);
    expect((await app.call('GET', '/api/v1/organizations', undefined, idle)).status).toBe(401);
  });

  it('is in the audit log as what its key did', async () => {
    const { plain_key, api_key } = await key(['write']);
    const headers = as(cookieOf(await signIn(plain_key)));
    await app.call('POST', '/api/v1/organizations', { display_name: 'Audited' }, headers);
    const { audit_logs } = (await app.get(`audit_logs?actor_id=${api_key.id}`)).body;
    expect(audit_logs.map(({ action }: { action: string }) => action)).toEqual([
      'organization.create',
      'session.create',
    ]);
  });

  it('is nothing that a request with a key has', async () => {
    expect((await app.get('sessions/current')).status).toBe(404);
  });

  it('does not begin with a wrong key, on a page of somebody else, or without a key', async () => {
    expect((await signIn('x'.repeat(40))).status).toBe(401);
    expect((await signIn(API_KEY, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await signIn(undefined)).status).toBe(400);
    expect((await app.call('POST', '/api/v1/sessions', { api_key: API_KEY, remember: true }, none)).status).toBe(400);
  });

  it('is not found by trying: ten wrong keys a minute are all', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await signIn(`wrong-${n}-${'x'.repeat(40)}`)).status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a sign-in link', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const link = async () => new URL((await app.post('sessions/links')).body.link.location).pathname;
  const page = (method: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`${app.api.url}${path}`, { method, headers, redirect: 'manual' });

  it('signs one browser in, by a click', async () => {
    const path = await link();
    expect(path).toMatch(/^\/dashboard\/l\/[A-Za-z0-9]{48}$/);
    const shown = await page('GET', path);
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('Continue</button>');
    const entered = await page('POST', path, form);
    expect(entered.status).toBe(303);
    expect(entered.headers.get('location')).toBe('/dashboard');
    const headers = as(cookieOf(entered));
    expect((await app.call('GET', '/api/v1/sessions/current', undefined, headers)).body.session.scopes).toContain(
      'admin',
    );
    expect((await page('POST', path, form)).status).toBe(410);
    expect((await page('GET', path)).status).toBe(410);
  });

  it('is not used by a form of another site', async () => {
    const path = await link();
    expect((await page('POST', path, { ...form, origin: 'https://evil.example' })).status).toBe(410);
    expect((await page('POST', path, form)).status).toBe(303);
  });

  it('is for administrators to make', async () => {
    const { plain_key } = await key(['write']);
    const reply = await app.call('POST', '/api/v1/sessions/links', undefined, { authorization: `Bearer ${plain_key}` });
    expect(reply.status).toBe(403);
  });
});
