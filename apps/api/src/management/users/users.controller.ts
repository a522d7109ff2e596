import { Get, Inject, Param, Query } from '@nestjs/common';
import { type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { UserAnswer, UserBody, UserListAnswer, UserQuery } from './user.dto.js';
import { UsersService } from './users.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/users', 'Users and groups')
export class DirectoryUsersController {
  constructor(@Inject(UsersService) private readonly users: UsersService) {}

  @Get()
  @Operation({
    id: 'DirectoryUsers_list',
    summary: "List a directory's users",
    description: 'The list is ordered by creation time and includes deactivated and deleted users.',
    scope: 'read',
    answer: UserListAnswer,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: UserQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<UserListAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    const page = await this.users.list(scope, query, pageRequest(query, `users:${directory}`), searcher);
    const withDetail = query.include_detail === 'true';
    return {
      users: page.items.map((user) => UserBody.of(user, scope, withDetail)),
      ...pageTail(page, `users:${directory}`),
    };
  }

  @Get(':userId')
  @Operation({ id: 'DirectoryUsers_get', summary: 'Get a user', scope: 'read', answer: UserAnswer, fails: [404] })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('userId', new IdPipe('diruser', 'user')) id: string,
  ): Promise<UserAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { user: UserBody.of(await this.users.find(scope, id), scope, true) };
  }
}
