import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import {
  type DeliveryCriteria,
  DeliveryLog,
  type DeliverySource,
  type DeliveryView,
  type KeysetPage,
  type PageRequest,
  SecretCipher,
} from '#persistence';
import { Doorbell, LANES } from '#queue';
import { Problem } from '../../http/problem.js';
import { MASK, openHeaders } from '../endpoints/endpoint-headers.js';
import { type DeliveryDetailBody } from './delivery.dto.js';

@Injectable()
export class DeliveriesService {
  constructor(
    @Inject(DeliveryLog) private readonly log: DeliveryLog,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** Of a few that an index finds. */
  list(criteria: DeliveryCriteria, page: PageRequest): Promise<KeysetPage<DeliveryView>> {
    return this.log.page(criteria, page);
  }

  async find(id: string): Promise<DeliveryDetailBody> {
    const found = await this.log.find(id);
    if (found === undefined) throw Problem.notFound('delivery', id);
    const { source, ...delivery } = found;
    return {
      ...delivery,
      step: { number: source.step, of: this.environment.retryScheduleMs.length + 1 },
      request: this.requestOf(source, delivery.event_id),
    };
  }

  /** As it is sent, but for what is secret, and for what is made anew for each attempt. */
  private requestOf({ url, headersCipher, payloadFormat, body }: DeliverySource, eventId: string) {
    const own = Object.keys(openHeaders(headersCipher, this.cipher)).map((name) => [name, MASK]);
    const ours = payloadFormat === 'standard' ? { 'webhook-id': eventId } : {};
    return { url, headers: { ...Object.fromEntries(own), 'content-type': 'application/json', ...ours }, body };
  }

  /** Makes it due now. @throws Problem 409 naming the state that does not allow it */
  async retry(id: string): Promise<DeliveryDetailBody> {
    const due = await this.log.retry(id);
    if (due !== undefined) this.doorbell.ring(LANES[due.lane], due.endpointId);
    const delivery = await this.find(id);
    if (due === undefined) throw Problem.precondition(refusal(delivery));
    return delivery;
  }
}

function refusal({ state }: DeliveryDetailBody): string {
  if (state === 'held' || state === 'exhausted')
    return `the delivery is ${state} and its endpoint disabled: enable it first`;
  return `the delivery is ${state}: only pending, retrying and exhausted ones can be retried`;
}
