import { List } from '../list.js';
import { type CallOptions, type CreateOptions } from '../options.js';
import { path } from '../path.js';
import { type Delivery, type DeliveryDetail, type Deprovisioning, type ListQuery } from '../schema.js';
import { type Transport } from '../transport.js';
import { PAGE_SIZE, pageOf } from './page-of.js';

type Tail = Parameters<typeof pageOf>[1];

/** What became of each event at each endpoint. */
export class DeliveriesApi {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(endpointId: string, query: ListQuery<'Endpoints_listDeliveries'> = {}, options?: CallOptions): List<Delivery> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: path`/webhook_endpoints/${endpointId}/deliveries`, query: paged };
      const answer = await this.transport.json<{ deliveries: Delivery[] } & Tail>(call, options);
      return pageOf(answer.deliveries, answer);
    });
  }

  /** With its attempts. */
  async get(id: string, options?: CallOptions): Promise<DeliveryDetail> {
    const call = { method: 'GET' as const, path: path`/deliveries/${id}` };
    return (await this.transport.json<{ delivery: DeliveryDetail }>(call, options)).delivery;
  }

  /** Sends the delivery now instead of at its next step. */
  async retry(id: string, options?: CreateOptions): Promise<DeliveryDetail> {
    const call = { method: 'POST' as const, path: path`/deliveries/${id}:retry` };
    return (await this.transport.json<{ delivery: DeliveryDetail }>(call, options)).delivery;
  }

  /** People who left, and whose application has not acknowledged it. Empty is good. */
  unacknowledgedDeprovisionings(query: { page_size?: number } = {}, options?: CallOptions): List<Deprovisioning> {
    return new List(async (page_token) => {
      const paged = { page_size: PAGE_SIZE, ...query, page_token };
      const call = { method: 'GET' as const, path: '/deprovisionings:unacknowledged', query: paged };
      const answer = await this.transport.json<{ deprovisionings: Deprovisioning[] } & Tail>(call, options);
      return pageOf(answer.deprovisionings, answer);
    });
  }
}
