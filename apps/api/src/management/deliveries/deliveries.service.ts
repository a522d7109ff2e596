import { Inject, Injectable } from '@nestjs/common';
import { DeliveryLog, type DeliveryDetail } from '#persistence';
import { Doorbell, LANES } from '#queue';
import { Problem } from '../../http/problem.js';

@Injectable()
export class DeliveriesService {
  constructor(
    @Inject(DeliveryLog) private readonly log: DeliveryLog,
    @Inject(Doorbell) private readonly doorbell: Doorbell,
  ) {}

  async find(id: string): Promise<DeliveryDetail> {
    const delivery = await this.log.find(id);
    if (delivery === undefined) throw Problem.notFound('delivery', id);
    return delivery;
  }

  /** Makes it due now. @throws Problem 409 naming the state that does not allow it */
  async retry(id: string): Promise<DeliveryDetail> {
    const due = await this.log.retry(id);
    if (due !== undefined) this.doorbell.ring(LANES[due.lane], due.endpointId);
    const delivery = await this.find(id);
    if (due === undefined) throw Problem.precondition(refusal(delivery));
    return delivery;
  }
}

function refusal({ state }: DeliveryDetail): string {
  if (state === 'held' || state === 'exhausted')
    return `the delivery is ${state} and its endpoint disabled: enable it first`;
  return `the delivery is ${state}: only pending, retrying and exhausted ones can be retried`;
}
