import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { GroupRulesAnswer, UpdateGroupRules } from './group-rule.dto.js';
import { GroupRulesService } from './group-rules.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/group_rules', 'Roles')
export class GroupRulesController {
  constructor(@Inject(GroupRulesService) private readonly rules: GroupRulesService) {}

  @Get()
  @Operation({
    id: 'GroupRules_list',
    summary: "List a directory's group rules",
    scope: 'read',
    answer: GroupRulesAnswer,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<GroupRulesAnswer> {
    return { rules: await this.rules.list({ organizationId: organization, directoryId: directory }) };
  }

  @Put()
  @Operation({
    id: 'GroupRules_replace',
    summary: "Replace a directory's group rules",
    description:
      'Rollcall creates and deletes the groups of the rules. A background job adds existing users and sends one `user_updated` for each.',
    scope: 'write',
    audit: 'group_rule.replace',
    answer: GroupRulesAnswer,
    fails: [404],
  })
  async replace(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: UpdateGroupRules,
  ): Promise<GroupRulesAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { rules: await this.rules.replace(scope, input.rules) };
  }
}
