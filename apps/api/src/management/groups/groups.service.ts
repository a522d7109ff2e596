import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
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
    const read = (on?: PoolClient) => this.groups.page(directoryId, criteria, page, on);
    const isLookup = criteria.externalId !== undefined;
    return await (isLookup ? this.searches.lookUp(searcher, read) : this.searches.run(searcher, read));
  }

  async find(scope: UserScope, id: string): Promise<CountedGroup> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const group = await this.groups.find(scope.directoryId, id);
    if (group === undefined) throw Problem.notFound('group', id);
    return group;
  }
}
