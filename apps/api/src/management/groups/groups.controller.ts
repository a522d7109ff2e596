import { Get, Inject, Param, Query } from '@nestjs/common';
import { type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { GroupMembersQuery, UserBody, UserListAnswer } from '../users/user.dto.js';
import { UsersService } from '../users/users.service.js';
import { GroupAnswer, GroupBody, GroupListAnswer, GroupQuery } from './group.dto.js';
import { GroupsService } from './groups.service.js';

const groupId = new IdPipe('dirgroup', 'group');

@ManagementController('organizations/:organizationId/directories/:directoryId/groups', 'Users and groups')
export class DirectoryGroupsController {
  constructor(
    @Inject(GroupsService) private readonly groups: GroupsService,
    @Inject(UsersService) private readonly users: UsersService,
  ) {}

  @Get()
  @Operation({
    id: 'DirectoryGroups_list',
    summary: "List a directory's groups",
    scope: 'read',
    answer: GroupListAnswer,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: GroupQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<GroupListAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    const criteria = { updatedAfter: query.updated_after, externalId: query.external_id };
    const page = await this.groups.list(scope, criteria, pageRequest(query, `groups:${directory}`), searcher);
    const withDetail = query.include_detail === 'true';
    return {
      groups: page.items.map((group) => GroupBody.of(group, scope, withDetail)),
      ...pageTail(page, `groups:${directory}`),
    };
  }

  @Get('summary')
  @Operation({
    id: 'DirectoryGroups_summary',
    summary: 'List groups without their detail',
    scope: 'read',
    answer: GroupListAnswer,
    fails: [404],
  })
  async summary(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Query(InputPipe) query: PageQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<GroupListAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    const page = await this.groups.list(scope, {}, pageRequest(query, `groups:${directory}`), searcher);
    return {
      groups: page.items.map((group) => GroupBody.of(group, scope, false)),
      ...pageTail(page, `groups:${directory}`),
    };
  }

  @Get(':groupId')
  @Operation({ id: 'DirectoryGroups_get', summary: 'Get a group', scope: 'read', answer: GroupAnswer, fails: [404] })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('groupId', groupId) id: string,
  ): Promise<GroupAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { group: GroupBody.of(await this.groups.find(scope, id), scope, true) };
  }

  @Get(':groupId/users')
  @Operation({
    id: 'DirectoryGroups_members',
    summary: "List a group's members",
    scope: 'read',
    answer: UserListAnswer,
    fails: [404],
  })
  async members(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Param('groupId', groupId) id: string,
    @Query(InputPipe) query: GroupMembersQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<UserListAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    const criteria = { directory_group_id: id };
    const page = await this.users.list(scope, criteria, pageRequest(query, `users:${id}`), searcher);
    const withDetail = query.include_detail === 'true';
    return { users: page.items.map((user) => UserBody.of(user, scope, withDetail)), ...pageTail(page, `users:${id}`) };
  }
}
