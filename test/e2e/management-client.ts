import { type Environment, loadEnvironment } from '#config';
import { type ApiOptions, startApi, type RunningApi } from '../../apps/api/src/main.js';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { createDatabase, type TestDatabase, until } from '../support/index.js';
import { runSql } from '../support/run-sql.js';

export const API_KEY = 'e2e-bootstrap-key-of-32-characters';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // The tests read whatever shape the contract promises.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface FeedEvent {
  id: string;
  type: string;
  sequence: number;
  data: Record<string, unknown>;
}

const WAITS_FOR_THE_FEED = `SELECT FROM events WHERE in_feed
  AND (epoch, xid) >= ((SELECT feed_epoch FROM deployment), pg_snapshot_xmin(pg_current_snapshot())) LIMIT 1`;

/** An api of its own on a database of its own, and a client that speaks to it as its administrator unless told otherwise. */
export class ManagementClient {
  /** Of every request, whatever it has otherwise: somebody else sends it. */
  as: Record<string, string> = {};

  private constructor(
    readonly api: RunningApi,
    readonly database: TestDatabase,
    private readonly variables: Record<string, string>,
  ) {}

  static async start(variables: Record<string, string> = {}, options: ApiOptions = {}): Promise<ManagementClient> {
    const database = await createDatabase();
    const environment = ManagementClient.environment(database, variables);
    return new ManagementClient(await startApi(environment, { logger: false, ...options }), database, variables);
  }

  /** Beside the api. */
  startWorker(variables: Record<string, string> = {}): Promise<RunningWorker> {
    return startWorker(ManagementClient.environment(this.database, { ...this.variables, ...variables }), {
      logger: false,
    });
  }

  private static environment(database: TestDatabase, variables: Record<string, string>): Environment {
    return loadEnvironment({
      PORT: '0',
      DATABASE_URL: database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_API_KEY: API_KEY,
      ROLLCALL_PUBLIC_URL: 'https://rollcall.example',
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ...variables,
    });
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.database.drop();
  }

  /** Below /api/v1, unless the path starts elsewhere. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.api.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        ...this.as,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json && text !== '' ? JSON.parse(text) : {},
    };
  }

  /** A body that is no JSON. */
  async send(
    path: string,
    body: string | Uint8Array | FormData,
    headers: Record<string, string> = {},
    method = 'POST',
  ): Promise<Reply> {
    const response = await fetch(`${this.api.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, ...headers, ...this.as },
      body: body as RequestInit['body'],
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
  }

  get(path: string): Promise<Reply> {
    return this.call('GET', `/api/v1/${path}`);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.call('POST', `/api/v1/${path}`, body);
  }

  patch(path: string, body?: unknown): Promise<Reply> {
    return this.call('PATCH', `/api/v1/${path}`, body);
  }

  delete(path: string): Promise<Reply> {
    return this.call('DELETE', `/api/v1/${path}`);
  }

  /** An organization with a directory; `path` is the directory's. */
  async directory(): Promise<{ organizationId: string; directoryId: string; path: string; secret: string }> {
    const organizationId = (await this.post('organizations', { display_name: 'Megasoft' })).body.organization.id;
    const { directory } = (
      await this.post(`organizations/${organizationId}/directories`, { directory_provider: 'OKTA' })
    ).body;
    const path = `organizations/${organizationId}/directories/${directory.id}`;
    const secret = (await this.post(`${path}/secrets`)).body.plain_secret;
    return { organizationId, directoryId: directory.id, path, secret };
  }

  /** A page of the feed, once everything that is committed is in it: events wait for every older transaction of the whole server. */
  async feed(query = ''): Promise<Reply> {
    await until(async () => {
      const waiting = await runSql(this.database.url, WAITS_FOR_THE_FEED);
      if (waiting.length > 0) throw new Error('an older transaction holds the feed back');
    });
    return await this.get(`events${query === '' ? '' : `?${query}`}`);
  }

  /** The feed, once it shows that many. */
  events(query: string, count: number): Promise<FeedEvent[]> {
    return until(async () => {
      const { events } = (await this.get(`events?limit=1000&${query}`)).body as { events: FeedEvent[] };
      if (events.length < count) throw new Error(`${events.length} of ${count} events are in the feed`);
      return events;
    });
  }

  scim(
    directory: { directoryId: string; secret: string },
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Reply> {
    return this.call(method, `/directory/${directory.directoryId}/scim/v2/${path}`, body, {
      authorization: `Bearer ${directory.secret}`,
      ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    });
  }

  async user(
    directory: { directoryId: string; secret: string },
    userName: string,
    more: Record<string, unknown> = {},
  ): Promise<string> {
    const reply = await this.scim(directory, 'POST', 'Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      ...more,
    });
    if (reply.status !== 201) throw new Error(`the user was not created: ${reply.text}`);
    return reply.body.id;
  }
}
