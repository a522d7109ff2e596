import { List } from '../list.js';
import { type CallOptions, type CreateOptions } from '../options.js';
import { path } from '../path.js';
import {
  type CreateEndpoint,
  type Endpoint,
  type EndpointTest,
  type EndpointWithSecret,
  type ListQuery,
  type Replay,
  type Resend,
  type UpdateEndpoint,
} from '../schema.js';
import { type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

type Tail = Parameters<typeof pageOf>[1];
type Answers = { endpoints: Endpoint[] } & Tail;
type Resends = { resends: Resend[] } & Tail;

/** Where webhooks go. */
export class EndpointsApi {
  constructor(private readonly transport: Transport) {}

  list(query: ListQuery<'Endpoints_list'> = {}, options?: CallOptions): List<Endpoint> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: '/webhook_endpoints', query: paged };
      const answer = await this.transport.json<Answers>(call, options);
      return pageOf(answer.endpoints, answer);
    });
  }

  async get(id: string, options?: CallOptions): Promise<Endpoint> {
    const call = { method: 'GET' as const, path: path`/webhook_endpoints/${id}` };
    return (await this.transport.json<{ endpoint: Endpoint }>(call, options)).endpoint;
  }

  /** It gets every change from now on, signed with its `secret`. */
  async create(input: CreateEndpoint, options?: CreateOptions): Promise<EndpointWithSecret> {
    const call = { method: 'POST' as const, path: '/webhook_endpoints', body: input };
    return (await this.transport.json<{ endpoint: EndpointWithSecret }>(call, options)).endpoint;
  }

  async update(id: string, input: UpdateEndpoint, options?: CallOptions): Promise<Endpoint> {
    const call = { method: 'PATCH' as const, path: path`/webhook_endpoints/${id}`, body: input };
    return (await this.transport.json<{ endpoint: Endpoint }>(call, options)).endpoint;
  }

  /** With its deliveries. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.transport.json({ method: 'DELETE', path: path`/webhook_endpoints/${id}` }, options);
  }

  /** The signing secret. Reading it is written down in the audit log. */
  async secret(id: string, options?: CallOptions): Promise<string> {
    const call = { method: 'GET' as const, path: path`/webhook_endpoints/${id}/secret` };
    return (await this.transport.json<{ secret: string }>(call, options)).secret;
  }

  /** @param overlap how long the old secret signs as well: `24h` unless given. @returns the new one */
  async rotateSecret(id: string, { overlap, ...options }: CreateOptions & { overlap?: string } = {}): Promise<string> {
    const call = { method: 'POST' as const, path: path`/webhook_endpoints/${id}/secret:rotate`, body: { overlap } };
    return (await this.transport.json<{ secret: string }>(call, options)).secret;
  }

  /** Sends a `rollcall.test` now. */
  test(id: string, options?: CreateOptions): Promise<EndpointTest> {
    return this.transport.json({ method: 'POST', path: path`/webhook_endpoints/${id}:test` }, options);
  }

  /** Sends deliveries that are over again, in the background. */
  async replay(id: string, input: Replay, options?: CreateOptions): Promise<{ count: number; replay: Resend }> {
    return await this.transport.json(
      { method: 'POST', path: path`/webhook_endpoints/${id}:replay`, body: input },
      options,
    );
  }

  /** Resyncs and replays with how far each is, newest first; for 30 days after their end. */
  resends(id: string, query: ListQuery<'Resends_list'> = {}, options?: CallOptions): List<Resend> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: path`/webhook_endpoints/${id}/resends`, query: paged };
      const answer = await this.transport.json<Resends>(call, options);
      return pageOf(answer.resends, answer);
    });
  }

  /** How far a resync or replay is: `deliveries` of `expected`, until its `state` is `done` or `canceled`. */
  async resend(id: string, resendId: string, options?: CallOptions): Promise<Resend> {
    const call = { method: 'GET' as const, path: path`/webhook_endpoints/${id}/resends/${resendId}` };
    return (await this.transport.json<{ resend: Resend }>(call, options)).resend;
  }
}
