import { expect } from 'vitest';
import { type GoogleEmulator } from '../emulators/google/google-emulator.js';
import { runSql, until } from '../support/index.js';
import { type ManagementClient } from './management-client.js';
import { PulledExamples } from './openapi-pulled.js';
import { PortalClient } from './portal-client.js';

/** What an operation needs before its example can work: ids of its own, by the parameter's name, and who sends it. */
export interface Setting {
  ids?: Record<string, string>;
  headers?: Record<string, string>;
}

/** One organization with everything that the examples of operations are about. */
export class ExampleScene {
  private session: Promise<PortalClient> | undefined;
  private portalCalls = 0;

  private constructor(
    private readonly app: ManagementClient,
    readonly directory: Awaited<ReturnType<ManagementClient['directory']>>,
    /** In place of the ids of examples, which are nobody's. */
    readonly ids: Record<string, string>,
    /** Of the directory. */
    readonly oauthClient: Record<string, string>,
    private readonly pulled: PulledExamples,
  ) {}

  /** A worker has to run meanwhile. */
  static async create(app: ManagementClient, google: GoogleEmulator): Promise<ExampleScene> {
    const directory = await app.directory();
    const { organizationId, directoryId, path } = directory;
    const pulled = PulledExamples.create(app, google, organizationId);
    const { endpoint } = (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/hook' })).body;
    const userId = await app.user(directory, 'known@example.com');
    const group = await app.scim(directory, 'POST', 'Groups', { displayName: 'Known', members: [{ value: userId }] });
    const delivery = await until(async () => {
      const [found] = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body.deliveries;
      expect(found).toBeDefined();
      return found;
    });
    const externalId = `known/${organizationId}`;
    await app.patch(`organizations/${organizationId}`, { external_id: externalId });
    const settings = { allow_invites: true };
    await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_settings`, settings);
    const { link } = (await app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`)).body;
    const oauthClient = (await app.post(`${path}/oauth_clients`)).body;
    const ids = {
      organization_id: organizationId,
      directory_id: directoryId,
      external_id: encodeURIComponent(externalId),
      user_id: userId,
      group_id: group.body.id,
      secret_id: (await app.post(`${path}/secrets`)).body.secret.id,
      client_id: oauthClient.client_id,
      endpoint_id: endpoint.id,
      delivery_id: delivery.id,
      event_id: delivery.event_id,
      inbox_id: (await app.post('inboxes')).body.inbox.id,
      key_id: (await app.post('api_keys', { scopes: ['read'] })).body.api_key.id,
      link_id: link.id,
      resend_id: (await app.post(`${path}:resync`, { endpoint_id: endpoint.id })).body.resync.id,
    };
    return new ExampleScene(app, directory, ids, oauthClient, await pulled);
  }

  /** What the operation needs beside the ids of the scene. */
  async settingOf(operationId: string): Promise<Setting> {
    const byId: Record<string, () => Setting | Promise<Setting>> = {
      ...this.pulled.settings,
      ProvisioningGate_get: () => this.gate(),
      Mails_retry: () => this.queuedMail(),
      Simulations_begin: () => this.sandbox(),
      Simulations_get: () => this.simulation(),
      CurrentSession_get: () => this.dashboard(),
      CurrentSession_end: () => this.dashboard(),
      Streams_create: () => this.manageStreams(),
      Streams_get: () => this.stream(),
      Streams_remove: () => this.stream(),
      Streams_status: () => this.stream(),
      Streams_verify: () => this.stream(),
    };
    return (await byId[operationId]?.()) ?? {};
  }

  /** Lets the next operations in where this one has changed who comes in. */
  async restore(operationId: string, answer: string): Promise<void> {
    const { path } = this.directory;
    switch (operationId.replace(/^Portal/, '')) {
      case 'Secrets_regenerate':
        this.directory.secret = (JSON.parse(answer) as { plain_secret: string }).plain_secret;
        break;
      case 'Directories_disable':
        await this.app.patch(`${path}:enable`);
        break;
      case 'Session_end':
        this.portalCalls = 0;
        break;
      case 'IpAllowlist_replace':
        await this.app.call('PUT', `/api/v1/${path}/ip_allowlist`, { cidrs: [] });
    }
  }

  /** A new session after a few calls: a session has a limit of calls a second. */
  async portal(): Promise<Record<string, string>> {
    if (this.portalCalls++ % 8 === 0) this.session = PortalClient.open(this.app, this.directory.organizationId);
    return { cookie: (await this.session!).cookie };
  }

  private async gate(): Promise<Setting> {
    // Of another organization: nobody comes in here while a gate does not answer.
    const { organizationId } = await this.app.directory();
    const gate = { url: 'https://app.example.com/rollcall/gate' };
    await this.app.call('PUT', `/api/v1/organizations/${organizationId}/provisioning_gate`, gate);
    return { ids: { organization_id: organizationId } };
  }

  private async queuedMail(): Promise<Setting> {
    const directory = await this.app.directory();
    const path = `/api/v1/organizations/${directory.organizationId}/mail`;
    await this.app.call('PUT', path, { welcome_mail: true, sign_in_url: 'https://app.example.com/login' });
    await this.app.user(directory, 'first@example.com');
    // Nobody is welcomed while a directory is filled for the first time.
    await runSql(this.app.database.url, `UPDATE directory_counters SET initial_sync_until = now() - interval '1 s'`);
    await this.app.user(directory, 'newcomer@example.com');
    const [mail] = (await this.app.get(`organizations/${directory.organizationId}/mails`)).body.mails;
    return { ids: { mail_id: mail.id } };
  }

  private async sandbox(): Promise<Setting> {
    const body = { sandbox: true };
    const { directory } = (await this.app.post(`organizations/${this.directory.organizationId}/directories`, body))
      .body;
    return { ids: { directory_id: directory.id } };
  }

  private async simulation(): Promise<Setting> {
    const { ids } = await this.sandbox();
    const path = `organizations/${this.directory.organizationId}/directories/${ids!['directory_id']}`;
    const asked = { dialect: 'okta', users: 1, scenario: 'join' };
    const { simulation } = (await this.app.post(`${path}:simulate`, asked)).body;
    return { ids: { ...ids, simulation_id: simulation.id } };
  }

  private async dashboard(): Promise<Setting> {
    const { plain_key } = (await this.app.post('api_keys', { scopes: ['read'] })).body;
    const entered = await this.app.call('POST', '/api/v1/sessions', { api_key: plain_key }, { authorization: '' });
    return { headers: { cookie: entered.headers.get('set-cookie')!.split(';')[0]! } };
  }

  private async manageStreams(): Promise<{ headers: Record<string, string> }> {
    const { api_key, plain_key } = (await this.app.post('api_keys', { scopes: ['ssf.manage'] })).body;
    const grant = { grant_type: 'client_credentials', client_id: api_key.id, client_secret: plain_key };
    const reply = await fetch(`${this.app.api.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) });
    const { access_token } = (await reply.json()) as { access_token: string };
    return { headers: { authorization: `Bearer ${access_token}` } };
  }

  private async stream(): Promise<Setting> {
    const { headers } = await this.manageStreams();
    const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: 'http://127.0.0.1:1/events' };
    const made = await this.app.call('POST', '/ssf/streams', { delivery }, headers);
    return { headers, ids: { endpoint_id: made.body.stream_id } };
  }
}
