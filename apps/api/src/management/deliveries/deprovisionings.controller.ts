import { Get, Inject, Query } from '@nestjs/common';
import { Searches, type Searcher, UnacknowledgedDeprovisionings } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { DeprovisioningListAnswer } from './deprovisioning.dto.js';

@ManagementController('deprovisionings', 'Webhooks')
export class DeprovisioningsController {
  constructor(
    @Inject(UnacknowledgedDeprovisionings) private readonly unacknowledged: UnacknowledgedDeprovisionings,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Verb(Get, 'unacknowledged')
  @Operation({
    id: 'Deprovisionings_list',
    summary: 'List deprovisionings that an endpoint has not acknowledged',
    description:
      'Each entry is an undelivered event about a person who left. It waits for an attempt, is held by a disabled endpoint, or is exhausted. Newest first. An empty list is good.',
    scope: 'read',
    answer: DeprovisioningListAnswer,
  })
  async list(@Query(InputPipe) query: PageQuery, @SearchedBy() searcher: Searcher): Promise<DeprovisioningListAnswer> {
    const paging = pageRequest(query, 'deprovisionings');
    const page = await this.searches.run(searcher, (on) => this.unacknowledged.page(paging, on));
    return { deprovisionings: page.items, ...pageTail(page, 'deprovisionings') };
  }
}
