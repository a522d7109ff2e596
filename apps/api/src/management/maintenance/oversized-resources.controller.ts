import { Get, Inject, Query } from '@nestjs/common';
import { OversizedResources, Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest } from '../input/page-query.js';
import { encodePageToken } from '../input/page-token.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { MaintenanceQuery, OversizedResourceList } from './maintenance.dto.js';

@ManagementController('oversized_resources', 'Health')
export class OversizedResourcesController {
  constructor(
    @Inject(OversizedResources) private readonly oversized: OversizedResources,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'OversizedResources_list',
    summary: 'List users and groups that are larger than Rollcall takes',
    description:
      'Rollcall stored these users and groups before there was a limit, or not by SCIM. Rollcall serves them, and you can make them smaller or delete them. The list shows ids and sizes only. Each page looks at a bounded number of users and groups: go on until `next_page_token` is empty.',
    scope: 'read',
    answer: OversizedResourceList,
  })
  async list(
    @Query(InputPipe) query: MaintenanceQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<OversizedResourceList> {
    const paging = pageRequest(query, 'oversized_resources');
    const page = await this.searches.run(searcher, (on) => this.oversized.page(query.organization_id, paging, on));
    return { oversized_resources: page.items, next_page_token: encodePageToken(page.next, 'oversized_resources') };
  }
}
