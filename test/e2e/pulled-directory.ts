import { until } from '../support/index.js';
import { type ManagementClient, type Reply } from './management-client.js';

/** The networks of the emulators. */
export const LOOPBACK = { ROLLCALL_ALLOW_PRIVATE_SOURCES: '127.0.0.0/8' };

// The tests read whatever shape the contract promises.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Sync = any;

/** A directory that Rollcall pulls, as its administrator sees it. */
export class PulledDirectory {
  private constructor(
    private readonly client: ManagementClient,
    readonly organizationId: string,
    readonly id: string,
    readonly path: string,
  ) {}

  /** @param of an organization; a new one by default */
  static async create(
    client: ManagementClient,
    provider: string,
    type = 'POLL',
    of?: string,
  ): Promise<PulledDirectory> {
    const organization =
      of ?? ((await client.post('organizations', { display_name: 'Acme' })).body.organization.id as string);
    const { directory } = (
      await client.post(`organizations/${organization}/directories`, {
        directory_type: type,
        directory_provider: provider,
      })
    ).body;
    return new PulledDirectory(
      client,
      organization,
      directory.id,
      `organizations/${organization}/directories/${directory.id}`,
    );
  }

  /** Without a schedule: a test says when. */
  connect(settings: object, secrets: object = {}, schedule = 'off'): Promise<Reply> {
    return this.put('connection', { settings, secrets, schedule });
  }

  put(path: string, body: unknown): Promise<Reply> {
    return this.client.call('PUT', `/api/v1/${this.path}/${path}`, body);
  }

  get(path: string): Promise<Reply> {
    return this.client.get(`${this.path}/${path}`);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.client.post(`${this.path}${path.startsWith(':') ? '' : '/'}${path}`, body);
  }

  /** Asks for a sync and waits for where it stops. */
  async sync(body?: object): Promise<Sync> {
    const { status, body: answer } = await this.post(':sync', body);
    if (status !== 202) throw new Error(`the sync was refused: ${status} ${JSON.stringify(answer)}`);
    return await this.over(answer.sync.id as string);
  }

  over(id: string): Promise<Sync> {
    return until(async () => {
      const { sync } = (await this.get(`syncs/${id}`)).body;
      if (['queued', 'running'].includes(sync.state as string))
        throw new Error(`the sync is ${sync.state}: ${JSON.stringify(sync)}`);
      return sync;
    }, 60_000);
  }

  async users(): Promise<Map<string, Sync>> {
    const { users } = (await this.get('users?page_size=100&include_detail=true')).body;
    return new Map((users as { email: string }[]).map((user) => [user.email, user]));
  }

  upload(
    csv: string | Uint8Array,
    query = '',
    headers: Record<string, string> = { 'content-type': 'text/csv' },
  ): Promise<Reply> {
    return this.client.send(`/api/v1/${this.path}/uploads${query}`, csv, headers);
  }
}
