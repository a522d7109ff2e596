import { Get, Inject, Param, Post } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { IdPipe } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryDetailAnswer } from './delivery.dto.js';

const deliveryId = new IdPipe('dlv', 'delivery');

@ManagementController('deliveries/:deliveryId', 'Webhooks')
export class DeliveriesController {
  constructor(@Inject(DeliveriesService) private readonly deliveries: DeliveriesService) {}

  @Get()
  @Operation({
    id: 'Deliveries_get',
    summary: 'Get a delivery with its attempts',
    scope: 'read',
    answer: DeliveryDetailAnswer,
    fails: [404],
  })
  async get(@Param('deliveryId', deliveryId) id: string): Promise<DeliveryDetailAnswer> {
    return { delivery: await this.deliveries.find(id) };
  }

  @Verb(Post, 'retry')
  @Operation({
    id: 'Deliveries_retry',
    summary: 'Retry a delivery now',
    description: 'The delivery must be pending, retrying or exhausted.',
    scope: 'write',
    audit: 'delivery.retry',
    answer: DeliveryDetailAnswer,
    fails: [404, 409],
  })
  async retry(@Param('deliveryId', deliveryId) id: string): Promise<DeliveryDetailAnswer> {
    return { delivery: await this.deliveries.retry(id) };
  }
}
