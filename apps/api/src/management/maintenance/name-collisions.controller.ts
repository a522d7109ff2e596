import { Get, Inject, Query } from '@nestjs/common';
import { NameCollisions, Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { MaintenanceQuery, NameCollisionList } from './maintenance.dto.js';

@ManagementController('name_collisions', 'Health')
export class NameCollisionsController {
  constructor(
    @Inject(NameCollisions) private readonly collisions: NameCollisions,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'NameCollisions_list',
    summary: 'List users of one directory whose user names are now the same',
    description:
      'An upgrade found users of the same directory whose user names Rollcall now treats as the same. Rename or delete one of the two users at the identity provider, and start Rollcall again. The list shows ids only.',
    scope: 'read',
    answer: NameCollisionList,
  })
  async list(@Query(InputPipe) query: MaintenanceQuery, @SearchedBy() searcher: Searcher): Promise<NameCollisionList> {
    const paging = pageRequest(query, 'name_collisions');
    const page = await this.searches.run(searcher, (on) => this.collisions.page(query.organization_id, paging, on));
    return { name_collisions: page.items, ...pageTail(page, 'name_collisions') };
  }
}
