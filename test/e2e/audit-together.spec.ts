import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { everythingIn, whileNoEntryFits, whileNothingCommits } from './audit-failures.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';
import { PortalClient } from './portal-client.js';

type Act = () => Promise<Pick<Reply, 'status'>>;

let app: ManagementClient;
let streams: string;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_REQUEST_TIMEOUT: '1s' });
  const { api_key: key, plain_key: plain } = (await app.post('api_keys', { scopes: ['ssf.manage'] })).body;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: key.id, client_secret: plain });
  const reply = await fetch(`${app.api.url}/oauth/token`, { method: 'POST', body });
  streams = ((await reply.json()) as { access_token: string }).access_token;
});
afterAll(() => app.stop());

const put = (path: string, body: unknown) => app.call('PUT', `/api/v1/${path}`, body);
const ssf = (method: string, path: string, body?: unknown) =>
  app.call(method, `/ssf/${path}`, body, { authorization: `Bearer ${streams}` });
const owner = (statement: string) => runSql(app.database.ownerUrl, statement);

async function endpoint(organization_id?: string): Promise<string> {
  const made = await app.post('webhook_endpoints', { url: 'https://127.0.0.1:1/hook', organization_id });
  return made.body.endpoint.id;
}

/** Of the type and provider that Rollcall pulls. */
async function pulled(provider: string): Promise<string> {
  const { organizationId } = await app.directory();
  const body = { directory_type: 'POLL', directory_provider: provider };
  const { directory } = (await app.post(`organizations/${organizationId}/directories`, body)).body;
  return `organizations/${organizationId}/directories/${directory.id}`;
}

const upload = (path: string, query = '') =>
  app.send(`/api/v1/${path}/uploads${query}`, 'id,email\n1,ada@acme.com\n', { 'content-type': 'text/csv' });

async function reviewed(): Promise<string> {
  const path = await pulled('CSV');
  const { sync } = (await upload(path, '?apply=true')).body;
  await owner(`UPDATE syncs SET state = 'needs_review' WHERE id = '${sync.id}'`);
  return `${path}/syncs/${sync.id}`;
}

async function stream(): Promise<string> {
  const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://127.0.0.1:1/events' };
  return (await ssf('POST', 'streams', { delivery })).body.stream_id;
}

const GATE = { url: 'https://127.0.0.1:1/gate' };
const BAMBOOHR = { settings: { company_domain: 'acme' }, secrets: { api_key: 'hunter2' }, schedule: 'off' };

/** Each makes what the act is about, and gives the act. */
const ACTS: Record<string, () => Promise<Act>> = {
  'directory.disable': async () => {
    const { path } = await app.directory();
    return () => app.patch(`${path}:disable`);
  },
  'directory.enable': async () => {
    const { path } = await app.directory();
    await app.patch(`${path}:disable`);
    return () => app.patch(`${path}:enable`);
  },
  'directory.remove': async () => {
    const { path } = await app.directory();
    return () => app.delete(path);
  },
  'organization.remove': async () => {
    const { organizationId } = await app.directory();
    return () => app.delete(`organizations/${organizationId}`);
  },
  'group_rule.replace': async () => {
    const { path } = await app.directory();
    return () => put(`${path}/group_rules`, { rules: [{ name: 'all', filter: 'active eq true', group: 'All' }] });
  },
  'personal_data.erase': async () => {
    const directory = await app.directory();
    const user = await app.user(directory, 'ada@acme.com');
    return () => app.delete(`${directory.path}/users/${user}/personal_data`);
  },
  'delivery.retry': async () => {
    const directory = await app.directory();
    const id = await endpoint(directory.organizationId);
    await app.user(directory, 'ada@acme.com');
    const { deliveries } = (await app.get(`webhook_endpoints/${id}/deliveries`)).body;
    await owner(`UPDATE deliveries SET next_attempt_at = now() + interval '1 hour' WHERE id = '${deliveries[0].id}'`);
    return () => app.post(`deliveries/${deliveries[0].id}:retry`);
  },
  'replay.replay': async () => {
    const id = await endpoint();
    return () => app.post(`webhook_endpoints/${id}:replay`, { since: '2026-01-01T00:00:00Z' });
  },
  'resync.resync': async () => {
    const { organizationId, path } = await app.directory();
    const id = await endpoint(organizationId);
    return () => app.post(`${path}:resync`, { endpoint_id: id });
  },
  'endpoint.send_test': async () => {
    const id = await endpoint();
    return () => app.post(`webhook_endpoints/${id}:test`);
  },
  'stream.create': async () => {
    const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://127.0.0.1:1/events' };
    return () => ssf('POST', 'streams', { delivery });
  },
  'stream.verify': async () => {
    const id = await stream();
    return () => ssf('POST', 'verify', { stream_id: id });
  },
  'stream.remove': async () => {
    const id = await stream();
    return () => ssf('DELETE', `streams?stream_id=${id}`);
  },
  'inbox.create': async () => () => app.post('inboxes', { name: 'test' }),
  'inbox.update': async () => {
    const { inbox } = (await app.post('inboxes', {})).body;
    return () => app.patch(`inboxes/${inbox.id}`, { answer: { status: 500 } });
  },
  'inbox.remove': async () => {
    const { inbox } = (await app.post('inboxes', {})).body;
    return () => app.delete(`inboxes/${inbox.id}`);
  },
  'provisioning_gate.update': async () => {
    const { organizationId } = await app.directory();
    return () => put(`organizations/${organizationId}/provisioning_gate`, GATE);
  },
  'provisioning_gate.remove': async () => {
    const { organizationId } = await app.directory();
    await put(`organizations/${organizationId}/provisioning_gate`, GATE);
    return () => app.delete(`organizations/${organizationId}/provisioning_gate`);
  },
  'portal_link.create': async () => {
    const { organizationId } = await app.directory();
    return () => put(`organizations/${organizationId}/portal_links`, {});
  },
  'portal_link.remove': async () => {
    const { organizationId } = await app.directory();
    const { link } = (await put(`organizations/${organizationId}/portal_links`, {})).body;
    return () => app.delete(`organizations/${organizationId}/portal_links/${link.id}`);
  },
  'portal_link.remove_all': async () => {
    const { organizationId } = await app.directory();
    await put(`organizations/${organizationId}/portal_links`, {});
    return () => app.delete(`organizations/${organizationId}/portal_links`);
  },
  'portal_session.begin': async () => {
    const { organizationId } = await app.directory();
    const { link } = (await put(`organizations/${organizationId}/portal_links`, {})).body;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${app.api.url}${new URL(link.location).pathname}`;
    return () => fetch(url, { method: 'POST', headers, redirect: 'manual' });
  },
  'portal_session.end': async () => {
    const { organizationId } = await app.directory();
    const portal = await PortalClient.open(app, organizationId);
    return () => portal.call('DELETE', 'session');
  },
  'portal_setting.replace': async () => () => put('portal_settings', { accent: '#0044aa' }),
  'organization_portal_setting.replace': async () => {
    const { organizationId } = await app.directory();
    return () => put(`organizations/${organizationId}/portal_settings`, { accent: '#0044aa' });
  },
  'session.create': async () => () => app.call('POST', '/api/v1/sessions', { api_key: API_KEY }),
  'sign_in_link.create': async () => () => app.post('sessions/links'),
  'connection.update': async () => {
    const path = await pulled('BAMBOOHR');
    return () => put(`${path}/connection`, BAMBOOHR);
  },
  'sync.start': async () => {
    const path = await pulled('BAMBOOHR');
    await put(`${path}/connection`, BAMBOOHR);
    return () => app.post(`${path}:sync`, {});
  },
  'upload.create': async () => {
    const path = await pulled('CSV');
    return () => upload(path);
  },
  'sync.approve': async () => {
    const sync = await reviewed();
    return () => app.post(`${sync}:approve`);
  },
  'sync.reject': async () => {
    const sync = await reviewed();
    return () => app.post(`${sync}:reject`);
  },
  'sync.cancel': async () => {
    const sync = await reviewed();
    return () => app.post(`${sync}:cancel`);
  },
  'sync.apply': async () => {
    const path = await pulled('CSV');
    const { sync } = (await upload(path)).body;
    await owner(`UPDATE syncs s SET state = 'succeeded', finished_at = now(), sequence = c.sequence FROM directory_counters c
      WHERE c.directory_id = s.directory_id AND s.id = '${sync.id}'`);
    return () => app.post(`${path}/syncs/${sync.id}:apply`);
  },
};

const entriesOf = async (action: string) =>
  await runSql<{ id: string }>(app.database.url, `SELECT id FROM audit_logs WHERE action = $1 AND outcome = 'done'`, [
    action,
  ]);

describe('an act and its entry are there together, or not at all', () => {
  it.each(Object.entries(ACTS))('%s', async (action, prepare) => {
    const act = await prepare();
    const before = await everythingIn(app.database.ownerUrl);
    const entries = (await entriesOf(action)).length;
    for (const failing of [whileNoEntryFits, whileNothingCommits]) {
      expect((await failing(app.database.ownerUrl, act)).status).toBe(500);
      expect(await everythingIn(app.database.ownerUrl)).toEqual(before);
      expect(await entriesOf(action)).toHaveLength(entries);
    }
    expect((await act()).status).toBeLessThan(400);
    expect(await everythingIn(app.database.ownerUrl)).not.toEqual(before);
    expect(await entriesOf(action)).toHaveLength(entries + 1);
  });
});
