import { newId } from '#directory';
import { runSql } from '../support/index.js';
import { API_KEY, type ManagementClient, type Reply } from './management-client.js';
import { PortalClient } from './portal-client.js';

export type Act = () => Promise<Pick<Reply, 'status'>>;

const GATE = { url: 'https://127.0.0.1:1/gate' };
const BAMBOOHR = {
  settings: { company_domain: 'acme', api_base: 'http://127.0.0.1:1' },
  secrets: { api_key: 'hunter2' },
  schedule: 'off',
};

const LOGO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC',
  'base64',
);

/** Makes what an act is about, and gives the act. @param streams an access token for the stream API */
export function auditedActs(app: ManagementClient, streams: string): Record<string, () => Promise<Act>> {
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

  /** A directory with somebody whose departure waits. */
  async function holding(): Promise<string> {
    const directory = await app.directory();
    await put(`${directory.path}/policy`, { hold: true, mass_leave_limit: 1 });
    const people = [await app.user(directory, 'ada@acme.com'), await app.user(directory, 'bob@acme.com')];
    for (const id of people) await app.scim(directory, 'DELETE', `Users/${id}`);
    return directory.path;
  }

  const logo = (path: string) => app.send(`/api/v1/${path}`, LOGO, { 'content-type': 'image/png' }, 'PUT');

  return {
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
    'api_key.create': async () => () => app.post('api_keys', { scopes: ['read'] }),
    'api_key.update': async () => {
      const { api_key: key } = (await app.post('api_keys', { scopes: ['read'] })).body;
      return () => app.patch(`api_keys/${key.id}`, { name: 'Grace' });
    },
    'api_key.revoke': async () => {
      const { api_key: key } = (await app.post('api_keys', { scopes: ['read'] })).body;
      return () => app.delete(`api_keys/${key.id}`);
    },
    'signing_key.rotate': async () => () => app.post('signing_keys:rotate'),
    'organization.create': async () => () => app.post('organizations', { display_name: 'Gone' }),
    'organization.update': async () => {
      const { organizationId } = await app.directory();
      return () => app.patch(`organizations/${organizationId}`, { display_name: 'Other' });
    },
    'organization.update_settings': async () => {
      const { organizationId } = await app.directory();
      const features = [{ name: 'dir_sync', enabled: true }];
      return () => app.patch(`organizations/${organizationId}/settings`, { features });
    },
    'sign_in_setting.update_session_policy': async () => {
      const { organizationId } = await app.directory();
      return () => app.patch(`organizations/${organizationId}/session-policy`, { policy_source: 'APPLICATION' });
    },
    'sign_in_setting.update_user_management': async () => {
      const { organizationId } = await app.directory();
      return () => app.patch(`organizations/${organizationId}/settings/usermanagement`, { max_allowed_users: null });
    },
    'mail.update': async () => {
      const { organizationId } = await app.directory();
      return () => put(`organizations/${organizationId}/mail`, { it_contacts: ['it@example.com'] });
    },
    'mail.test': async () => {
      const { organizationId } = await app.directory();
      const body = { to: 'it@example.com', mail: 'mass_leave_held' };
      return () => app.post(`organizations/${organizationId}/mail:test`, body);
    },
    'mail.retry': async () => {
      const { organizationId, directoryId } = await app.directory();
      const id = newId('mail');
      await owner(`INSERT INTO mails (id, organization_id, directory_id, mail, recipient, subject, text_part, html_part, message_key, state)
        VALUES ('${id}', '${organizationId}', '${directoryId}', 'welcome', 'a@example.com', 's', 't', 'h', '${id}', 'failed')`);
      return () => app.post(`mails/${id}:retry`);
    },
    'directory.create': async () => {
      const { organizationId } = await app.directory();
      return () => app.post(`organizations/${organizationId}/directories`, {});
    },
    'directory.update': async () => {
      const { path } = await app.directory();
      return () => app.patch(path, { name: 'Other' });
    },
    'check.run': async () => {
      const { path } = await app.directory();
      return () => app.post(`${path}/checks:run`);
    },
    'secret.create': async () => {
      const { path } = await app.directory();
      return () => app.post(`${path}/secrets`);
    },
    'secret.regenerate': async () => {
      const { path } = await app.directory();
      return () => app.post(`${path}/secrets:regenerate`);
    },
    'secret.revoke': async () => {
      const { path } = await app.directory();
      const { secret } = (await app.post(`${path}/secrets`)).body;
      return () => app.delete(`${path}/secrets/${secret.id}`);
    },
    'oauth_client.create': async () => {
      const { path } = await app.directory();
      return () => app.post(`${path}/oauth_clients`);
    },
    'oauth_client.revoke': async () => {
      const { path } = await app.directory();
      const { client_id: id } = (await app.post(`${path}/oauth_clients`)).body;
      return () => app.delete(`${path}/oauth_clients/${id}`);
    },
    'policy.update': async () => {
      const { path } = await app.directory();
      return () => put(`${path}/policy`, { hold: true });
    },
    'held_departure.approve': async () => {
      const path = await holding();
      return () => app.post(`${path}/held_departures:approve`, {});
    },
    'held_departure.reject': async () => {
      const path = await holding();
      return () => app.post(`${path}/held_departures:reject`, {});
    },
    'ip_allowlist.replace': async () => {
      const { path } = await app.directory();
      return () => put(`${path}/ip_allowlist`, { cidrs: ['192.0.2.0/24'] });
    },
    'context.update': async () => {
      const { path } = await app.directory();
      return () => put(`${path}/contexts`, { step: 1 });
    },
    'mapping.update': async () => {
      const { path } = await app.directory();
      return () => put(`${path}/attributes`, { attributes: [{ key: 'title', map_to: 'nickName' }] });
    },
    'tracked_group.assign': async () => {
      const { path } = await app.directory();
      return () => put(`${path}/groups:assign`, { external_ids: [] });
    },
    'role.replace': async () => () => put('roles', { roles: [{ name: newId('evt').toLowerCase() }] }),
    'assignment.assign': async () => {
      const directory = await app.directory();
      await put('roles', { roles: [{ name: 'viewer' }] });
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
      const group = await app.scim(directory, 'POST', 'Groups', { schemas, displayName: 'Sales' });
      const assignments = [{ group_id: group.body.id, role_name: 'viewer' }];
      return () => put(`${directory.path}/groups/-/roles:assign`, { assignments });
    },
    'endpoint.create': async () => () => app.post('webhook_endpoints', { url: 'https://127.0.0.1:1/other' }),
    'endpoint.update': async () => {
      const id = await endpoint();
      return () => app.patch(`webhook_endpoints/${id}`, { enabled: false });
    },
    'endpoint.secret': async () => {
      const id = await endpoint();
      return () => app.get(`webhook_endpoints/${id}/secret`);
    },
    'endpoint.rotate': async () => {
      const id = await endpoint();
      return () => app.post(`webhook_endpoints/${id}/secret:rotate`);
    },
    'endpoint.remove': async () => {
      const id = await endpoint();
      return () => app.delete(`webhook_endpoints/${id}`);
    },
    'snapshot.take': async () => {
      const { path } = await app.directory();
      return () => app.get(`${path}/snapshot`);
    },
    'personal_data.export': async () => {
      const directory = await app.directory();
      const user = await app.user(directory, 'ada@acme.com');
      return () => app.get(`${directory.path}/users/${user}/personal_data`);
    },
    'audit_log.export': async () => () => app.get('audit_logs:export'),
    'portal_link.invite': async () => {
      const { organizationId } = await app.directory();
      await put(`organizations/${organizationId}/portal_settings`, { allow_invites: true });
      const portal = await PortalClient.open(app, organizationId);
      return () => portal.call('POST', 'links', { expires_in: '1h' });
    },
    'portal_setting.set_logo': async () => () => logo('portal_settings/logo'),
    'portal_setting.remove_logo': async () => {
      await logo('portal_settings/logo');
      return () => app.delete('portal_settings/logo');
    },
    'organization_portal_setting.set_logo': async () => {
      const { organizationId } = await app.directory();
      return () => logo(`organizations/${organizationId}/portal_settings/logo`);
    },
    'organization_portal_setting.remove_logo': async () => {
      const { organizationId } = await app.directory();
      await logo(`organizations/${organizationId}/portal_settings/logo`);
      return () => app.delete(`organizations/${organizationId}/portal_settings/logo`);
    },
    'session.end': async () => {
      const entered = await app.call('POST', '/api/v1/sessions', { api_key: API_KEY });
      const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
      const headers = { authorization: '', cookie, 'x-rollcall-client': 'dashboard' };
      return () => app.call('DELETE', '/api/v1/sessions/current', undefined, headers);
    },
    'connection.test': async () => {
      const path = await pulled('BAMBOOHR');
      // Refused at once: a source that cannot be connected to is tried for some seconds.
      const settings = { ...BAMBOOHR.settings, api_base: app.api.url };
      await put(`${path}/connection`, { ...BAMBOOHR, settings });
      return () => app.post(`${path}/connection:test`);
    },
    'simulation.begin': async () => {
      const { organizationId } = await app.directory();
      const { directory } = (await app.post(`organizations/${organizationId}/directories`, { sandbox: true })).body;
      const path = `organizations/${organizationId}/directories/${directory.id}`;
      return () => app.post(`${path}:simulate`, { dialect: 'okta', users: 1, scenario: 'full' });
    },
  };
}
