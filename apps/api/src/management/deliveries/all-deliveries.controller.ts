import { Get, Inject, Query } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { DeliveriesService } from './deliveries.service.js';
import { AllDeliveriesQuery, DeliveryListAnswer } from './delivery.dto.js';

@ManagementController('deliveries', 'Webhooks')
export class AllDeliveriesController {
  constructor(@Inject(DeliveriesService) private readonly deliveries: DeliveriesService) {}

  @Get()
  @Operation({
    summary: 'List deliveries of all endpoints, newest first',
    description: '`total_size` counts up to 10,000.',
    scope: 'read',
    answer: DeliveryListAnswer,
  })
  async list(@Query(InputPipe) query: AllDeliveriesQuery): Promise<DeliveryListAnswer> {
    const page = await this.deliveries.list(AllDeliveriesQuery.criteria(query), pageRequest(query, 'deliveries'));
    return { deliveries: page.items, ...pageTail(page, 'deliveries') };
  }
}
