import { Inject, Injectable } from '@nestjs/common';
import { type UserScope } from '#directory';
import {
  type CountedGroup,
  type GroupCriteria,
  GroupList,
  type KeysetPage,
  type PageRequest,
  Searches,
  type Searcher,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';

/** The groups of a directory, as applications read them. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(GroupList) private readonly groups: GroupList,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {}

  async list(
    scope: UserScope,
    criteria: GroupCriteria,
    page: PageRequest,
    searcher: Searcher,
  ): Promise<KeysetPage<CountedGroup>> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const { directoryId } = scope;
    // A lookup by an index waits behind no search.
    if (criteria.externalId !== undefined) return await this.groups.page(directoryId, criteria, page);
    return await this.searches.run(searcher, (on) => this.groups.page(directoryId, criteria, page, on));
  }

  async find(scope: UserScope, id: string): Promise<CountedGroup> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const group = await this.groups.find(scope.directoryId, id);
    if (group === undefined) throw Problem.notFound('group', id);
    return group;
  }
}
