import { Inject, Injectable } from '@nestjs/common';
import { type UserScope } from '#directory';
import { type CountedGroup, type GroupCriteria, GroupList, type KeysetPage, type PageRequest } from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';

/** The groups of a directory, as applications read them. */
@Injectable()
export class GroupsService {
  constructor(
    @Inject(GroupList) private readonly groups: GroupList,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {}

  async list(scope: UserScope, criteria: GroupCriteria, page: PageRequest): Promise<KeysetPage<CountedGroup>> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    return await this.groups.page(scope.directoryId, criteria, page);
  }

  async find(scope: UserScope, id: string): Promise<CountedGroup> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const group = await this.groups.find(scope.directoryId, id);
    if (group === undefined) throw Problem.notFound('group', id);
    return group;
  }
}
