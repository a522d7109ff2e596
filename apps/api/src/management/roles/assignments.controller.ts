import { Body, Inject, Param, Put } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { AssignmentsAnswer, AssignRoles } from './role.dto.js';
import { RolesService } from './roles.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/groups/-/roles', 'Roles')
export class AssignmentsController {
  constructor(@Inject(RolesService) private readonly roles: RolesService) {}

  @Verb(Put, 'assign')
  @Operation({
    id: 'Assignments_assign',
    summary: 'Assign roles to groups',
    description:
      'Replaces all assignments of the directory. A background job sends `user_updated` for each user whose roles change.',
    scope: 'write',
    audit: 'assignment.assign',
    followsScalekit: true,
    answer: AssignmentsAnswer,
    fails: [404],
  })
  async assign(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: AssignRoles,
  ): Promise<AssignmentsAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { role_assignments: { assignments: await this.roles.assign(scope, input.assignments) } };
  }
}
