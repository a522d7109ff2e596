import { setTimeout as sleep } from 'node:timers/promises';
import { type RestClient } from '../rest-client.js';

const LOOK_EVERY_MS = 100;

/** A sync, as far as the demo reads it. */
export interface Sync {
  id: string;
  state: 'queued' | 'running' | 'needs_review' | 'succeeded' | 'failed' | 'canceled';
  error: { message: string } | null;
  review: { reason: string } | null;
}

/** A directory that Rollcall pulls, as its administrator uses it over REST. */
export class PulledDirectory {
  private constructor(
    private readonly api: RestClient,
    private readonly signal: AbortSignal,
    readonly id: string,
    private readonly path: string,
  ) {}

  static async create(
    api: RestClient,
    organizationId: string,
    connection: object,
    signal: AbortSignal,
  ): Promise<PulledDirectory> {
    const directories = `/organizations/${organizationId}/directories`;
    const { directory } = await api.post<{ directory: { id: string } }>(directories, {
      directory_type: 'POLL',
      directory_provider: 'HIBOB',
      name: 'Acme HiBob',
    });
    const path = `${directories}/${directory.id}`;
    await api.call('PUT', `${path}/connection`, connection);
    return new PulledDirectory(api, signal, directory.id, path);
  }

  /** Asks for a sync and waits for where it stops. */
  async sync(): Promise<Sync> {
    let { sync } = await this.api.post<{ sync: Sync }>(`${this.path}:sync`, {});
    while (sync.state === 'queued' || sync.state === 'running') {
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.signal });
      ({ sync } = await this.api.get<{ sync: Sync }>(`${this.path}/syncs/${sync.id}`));
    }
    return sync;
  }

  /** Nobody leaves by this sync. */
  async reject({ id }: Sync): Promise<void> {
    await this.api.post(`${this.path}/syncs/${id}:reject`, {});
  }
}
