import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { isId, type UserRecord, type UserScope } from '#directory';
import {
  GroupList,
  isUserLookup,
  type KeysetPage,
  type PageRequest,
  Searches,
  type Searcher,
  type UserCriteria,
  UserList,
} from '#persistence';
import { type FilterNode, parseFilter, ScimError, USER } from '#scim';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { type UserQuery } from './user.dto.js';

/** The people of a directory, as applications read them. */
@Injectable()
export class UsersService {
  constructor(
    @Inject(UserList) private readonly users: UserList,
    @Inject(GroupList) private readonly groups: GroupList,
    @Inject(Searches) private readonly searches: Searches,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
  ) {}

  async list(
    scope: UserScope,
    query: UserQuery,
    page: PageRequest,
    searcher: Searcher,
  ): Promise<KeysetPage<UserRecord>> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const criteria: UserCriteria = {
      updatedAfter: query.updated_after,
      groupId: query.directory_group_id,
      active: query.active === undefined ? undefined : query.active === 'true',
      email: query.email,
      externalId: query.external_id,
      filter: query.filter === undefined ? undefined : readFilter(query.filter),
    };
    if (criteria.groupId !== undefined) await this.assertGroup(scope.directoryId, criteria.groupId);
    const { directoryId } = scope;
    const read = (on?: PoolClient) => this.users.page(directoryId, criteria, page, on);
    return await (isUserLookup(criteria) ? this.searches.lookUp(searcher, read) : this.searches.run(searcher, read));
  }

  async find(scope: UserScope, id: string): Promise<UserRecord> {
    await this.directories.find(scope.organizationId, scope.directoryId);
    const user = await this.users.find(scope.directoryId, id);
    if (user === undefined) throw Problem.notFound('user', id);
    return user;
  }

  private async assertGroup(directoryId: string, id: string): Promise<void> {
    const known = isId('dirgroup', id) && (await this.groups.find(directoryId, id)) !== undefined;
    if (!known) throw Problem.notFound('group in this directory', id);
  }
}

function readFilter(text: string): FilterNode {
  try {
    return parseFilter(text, USER);
  } catch (error) {
    if (error instanceof ScimError) throw Problem.invalid([{ field: 'filter', description: error.detail }]);
    throw error;
  }
}
