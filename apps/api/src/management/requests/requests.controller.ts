import { Get, Inject, Param, Query } from '@nestjs/common';
import { ScimRequestLog, Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { RequestList, RequestQuery } from './request.dto.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/requests', 'Directories')
export class RequestsController {
  constructor(
    @Inject(ScimRequestLog) private readonly log: ScimRequestLog,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {}

  @Get()
  @Operation({
    id: 'Requests_list',
    summary: 'List requests of the identity provider, newest first',
    description:
      'The last 10,000 requests of at most 7 days, including refused requests. Personal values are masked, and credentials are never stored. A request appears within a second.',
    scope: 'read',
    answer: RequestList,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
    @Query(InputPipe) query: RequestQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<RequestList> {
    await this.directories.find(organization, id);
    const list = `requests:${id}`;
    const [criteria, paging] = [RequestQuery.criteria(query), pageRequest(query, list)];
    const page = await this.searches.run(searcher, (on) => this.log.page(id, criteria, paging, on));
    return { requests: page.items, ...pageTail(page, list), dropped: page.dropped };
  }
}
