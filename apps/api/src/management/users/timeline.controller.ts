import { Get, Inject, Param, Query } from '@nestjs/common';
import { Searches, type Searcher, UserTimeline } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { TimelineAnswer, timelineEntry } from './timeline.dto.js';
import { UsersService } from './users.service.js';

@ManagementController(
  'organizations/:organizationId/directories/:directoryId/users/:userId/timeline',
  'Users and groups',
)
export class TimelineController {
  constructor(
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(UserTimeline) private readonly timeline: UserTimeline,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Timeline_list',
    summary: 'List what happened about a user, newest first',
    description:
      'Requests of the identity provider, the events that they made, and what became of each at the application.',
    scope: 'read',
    answer: TimelineAnswer,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('userId', new IdPipe('diruser', 'user')) id: string,
    @Query(InputPipe) query: PageQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<TimelineAnswer> {
    await this.users.find({ organizationId: organization, directoryId: directory }, id);
    const list = `timeline:${id}`;
    const paging = pageRequest(query, list);
    const page = await this.searches.run(searcher, (on) => this.timeline.page(directory, id, paging, on));
    return { entries: page.items.map(timelineEntry), ...pageTail(page, list) };
  }
}
