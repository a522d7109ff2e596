import { List } from '../list.js';
import { type CallOptions, type CreateOptions } from '../options.js';
import { path } from '../path.js';
import {
  type CreateDirectory,
  type CreatedSecret,
  type Directory,
  type DirectoryRef,
  type HeldDeparture,
  type InboundRequest,
  type ListQuery,
  type Policy,
  type Resend,
  type Secret,
  type Sync,
  type SyncChange,
  type UpdateDirectory,
  type UpdatePolicy,
} from '../schema.js';
import { Snapshot } from '../snapshot.js';
import { type Method, type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

interface Answer {
  directory: Directory;
}
type Held = { held_departures: HeldDeparture[] } & Parameters<typeof pageOf>[1];
type Syncs = { syncs: Sync[] } & Parameters<typeof pageOf>[1];
type SyncChanges = { changes: SyncChange[] } & Parameters<typeof pageOf>[1];
type Requests = { requests: InboundRequest[] } & Parameters<typeof pageOf>[1];

/** Connections to identity providers. Where a directory is asked for, one that the API gave will do. */
export class DirectoriesApi {
  constructor(private readonly transport: Transport) {}

  async list(organizationId: string, options?: CallOptions): Promise<Directory[]> {
    const call = { method: 'GET' as const, path: path`/organizations/${organizationId}/directories` };
    return (await this.transport.json<{ directories: Directory[] }>(call, options)).directories;
  }

  async get(directory: DirectoryRef, options?: CallOptions): Promise<Directory> {
    return (await this.call<Answer>('GET', directory, '', undefined, options)).directory;
  }

  /** Its identity provider needs `directory_endpoint`, and a secret: `createSecret`. */
  async create(organizationId: string, input: CreateDirectory, options?: CreateOptions): Promise<Directory> {
    const call = { method: 'POST' as const, path: path`/organizations/${organizationId}/directories`, body: input };
    return (await this.transport.json<Answer>(call, options)).directory;
  }

  async update(directory: DirectoryRef, input: UpdateDirectory, options?: CallOptions): Promise<Directory> {
    return (await this.call<Answer>('PATCH', directory, '', input, options)).directory;
  }

  async enable(directory: DirectoryRef, options?: CallOptions): Promise<void> {
    await this.call('PATCH', directory, ':enable', undefined, options);
  }

  /** SCIM requests are refused until it is enabled again. */
  async disable(directory: DirectoryRef, options?: CallOptions): Promise<void> {
    await this.call('PATCH', directory, ':disable', undefined, options);
  }

  /** @param users what becomes of them: `deactivate` (announced, the default), `keep`, or `erase` */
  async delete(
    directory: DirectoryRef,
    { users, ...options }: CallOptions & { users?: 'deactivate' | 'keep' | 'erase' } = {},
  ): Promise<void> {
    await this.transport.json({ method: 'DELETE', path: pathOf(directory), query: { users } }, options);
  }

  async listSecrets(directory: DirectoryRef, options?: CallOptions): Promise<Secret[]> {
    return (await this.call<{ secrets: Secret[] }>('GET', directory, '/secrets', undefined, options)).secrets;
  }

  /** For the identity provider. `plain_secret` is shown this once. */
  createSecret(directory: DirectoryRef, options?: CreateOptions): Promise<CreatedSecret> {
    return this.call('POST', directory, '/secrets', undefined, options);
  }

  /** @param overlap how long the old ones go on working: `24h`; not at all unless given */
  regenerateSecret(
    directory: DirectoryRef,
    { overlap, ...options }: CreateOptions & { overlap?: string } = {},
  ): Promise<CreatedSecret> {
    const call = { method: 'POST' as const, path: `${pathOf(directory)}/secrets:regenerate`, query: { overlap } };
    return this.transport.json<CreatedSecret>(call, options);
  }

  async revokeSecret(directory: DirectoryRef, secretId: string, options?: CallOptions): Promise<void> {
    await this.call('DELETE', directory, path`/secrets/${secretId}`, undefined, options);
  }

  async policy(directory: DirectoryRef, options?: CallOptions): Promise<Policy> {
    return (await this.call<{ policy: Policy }>('GET', directory, '/policy', undefined, options)).policy;
  }

  /** What deactivation means here. */
  async updatePolicy(directory: DirectoryRef, input: UpdatePolicy, options?: CallOptions): Promise<Policy> {
    return (await this.call<{ policy: Policy }>('PUT', directory, '/policy', input, options)).policy;
  }

  /** What the application keeps beside the directory for itself; empty until something was put there. */
  async context(directory: DirectoryRef, options?: CallOptions): Promise<Record<string, unknown>> {
    const answer = await this.call<{ context: Record<string, unknown> }>(
      'GET',
      directory,
      '/contexts',
      undefined,
      options,
    );
    return answer.context;
  }

  /** Replaces it: any JSON object of at most 64 KiB. */
  async updateContext(directory: DirectoryRef, context: object, options?: CallOptions): Promise<void> {
    await this.call('PUT', directory, '/contexts', context, options);
  }

  /** Starts a pull sync, or answers the one that is queued or running. `dry_run` only counts what would change. */
  async sync(
    directory: DirectoryRef,
    { dry_run, ...options }: CreateOptions & { dry_run?: boolean } = {},
  ): Promise<Sync> {
    return (await this.call<{ sync: Sync }>('POST', directory, ':sync', { dry_run }, options)).sync;
  }

  /** Newest first. */
  syncs(directory: DirectoryRef, query: ListQuery<'Syncs_list'> = {}, options?: CallOptions): List<Sync> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: `${pathOf(directory)}/syncs`, query: paged };
      const answer = await this.transport.json<Syncs>(call, options);
      return pageOf(answer.syncs, answer);
    });
  }

  async getSync(directory: DirectoryRef, id: string, options?: CallOptions): Promise<Sync> {
    return (await this.call<{ sync: Sync }>('GET', directory, path`/syncs/${id}`, undefined, options)).sync;
  }

  /** Person by person; of a dry run, what it would change. */
  syncChanges(
    directory: DirectoryRef,
    id: string,
    query: ListQuery<'Syncs_changes'> = {},
    options?: CallOptions,
  ): List<SyncChange> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: `${pathOf(directory)}${path`/syncs/${id}/changes`}`, query: paged };
      const answer = await this.transport.json<SyncChanges>(call, options);
      return pageOf(answer.changes, answer);
    });
  }

  /** `approve` lists the source again and lets only those go who were shown; `reject` lets nobody go. */
  async decideSync(
    directory: DirectoryRef,
    id: string,
    decision: 'approve' | 'reject' | 'cancel',
    options?: CreateOptions,
  ): Promise<Sync> {
    const tail = `${path`/syncs/${id}`}:${decision}`;
    return (await this.call<{ sync: Sync }>('POST', directory, tail, undefined, options)).sync;
  }

  /** Departures that wait for approval, where the policy says `hold`. */
  heldDepartures(
    directory: DirectoryRef,
    query: ListQuery<'HeldDepartures_list'> = {},
    options?: CallOptions,
  ): List<HeldDeparture> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: `${pathOf(directory)}/held_departures`, query: paged };
      const answer = await this.transport.json<Held>(call, options);
      return pageOf(answer.held_departures, answer);
    });
  }

  /** Lets these users leave, or all who wait. @returns how many it is about */
  async approveDepartures(directory: DirectoryRef, userIds?: string[], options?: CreateOptions): Promise<number> {
    return (
      await this.call<{ count: number }>('POST', directory, '/held_departures:approve', { user_ids: userIds }, options)
    ).count;
  }

  /** Keeps these users, or all who wait. @returns how many it is about */
  async rejectDepartures(directory: DirectoryRef, userIds?: string[], options?: CreateOptions): Promise<number> {
    return (
      await this.call<{ count: number }>('POST', directory, '/held_departures:reject', { user_ids: userIds }, options)
    ).count;
  }

  /** Sends an endpoint one event per user and group, with its present state. */
  async resync(directory: DirectoryRef, endpointId: string, options?: CreateOptions): Promise<Resend> {
    const body = { endpoint_id: endpointId };
    return (await this.call<{ resync: Resend }>('POST', directory, ':resync', body, options)).resync;
  }

  /** What the identity provider sent, newest first. */
  requests(
    directory: DirectoryRef,
    query: ListQuery<'Requests_list'> = {},
    options?: CallOptions,
  ): List<InboundRequest> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: `${pathOf(directory)}/requests`, query: paged };
      const answer = await this.transport.json<Requests>(call, options);
      return pageOf(answer.requests, answer);
    });
  }

  /** Everybody, consistent at one moment, from which the feed goes on without a gap. */
  snapshot(directory: DirectoryRef, options?: CallOptions): Promise<Snapshot> {
    return Snapshot.open(this.transport.stream({ method: 'GET', path: `${pathOf(directory)}/snapshot` }, options));
  }

  private call<T>(method: Method, directory: DirectoryRef, below: string, body?: object, options?: CreateOptions) {
    return this.transport.json<T>({ method, path: `${pathOf(directory)}${below}`, body }, options);
  }
}

const pathOf = ({ organization_id, id }: DirectoryRef): string =>
  path`/organizations/${organization_id}/directories/${id}`;
