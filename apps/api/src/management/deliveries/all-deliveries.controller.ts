import { Get, Inject, Query } from '@nestjs/common';
import { DeliveryLog, Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { AllDeliveriesQuery, DeliveryListAnswer } from './delivery.dto.js';

@ManagementController('deliveries', 'Webhooks')
export class AllDeliveriesController {
  constructor(
    @Inject(DeliveryLog) private readonly log: DeliveryLog,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'AllDeliveries_list',
    summary: 'List deliveries of all endpoints, newest first',
    description: '`total_size` counts up to 10,000.',
    scope: 'read',
    answer: DeliveryListAnswer,
  })
  async list(
    @Query(InputPipe) query: AllDeliveriesQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<DeliveryListAnswer> {
    const [criteria, paging] = [AllDeliveriesQuery.criteria(query), pageRequest(query, 'deliveries')];
    const page = await this.searches.run(searcher, (on) => this.log.page(criteria, paging, on));
    return { deliveries: page.items, ...pageTail(page, 'deliveries') };
  }
}
