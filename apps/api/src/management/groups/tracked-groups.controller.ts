import { Body, Inject, Param, Put } from '@nestjs/common';
import { Problem } from '../../http/problem.js';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { AssignGroups } from './tracked-groups.dto.js';

const DESCRIPTION = `Rollcall tracks every group, so it accepts only an empty list. Choose the groups of a SCIM directory at its identity provider.`;

@ManagementController('organizations/:organizationId/directories/:directoryId/groups', 'Directories')
export class TrackedGroupsController {
  constructor(@Inject(DirectoriesService) private readonly directories: DirectoriesService) {}

  @Verb(Put, 'assign')
  @Operation({
    id: 'TrackedGroups_assign',
    summary: 'Choose the groups of the source that are tracked',
    description: DESCRIPTION,
    scope: 'write',
    audit: 'tracked_group.assign',
    followsScalekit: true,
    fails: [404, 409],
  })
  async assign(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) { external_ids: chosen = [] }: AssignGroups,
  ): Promise<void> {
    const { type } = await this.directories.find(organization, directory);
    if (chosen.length === 0) return;
    throw Problem.precondition(
      type === 'SCIM'
        ? 'the identity provider decides which groups it pushes: assign or remove them there'
        : 'this directory has no connection to choose groups from: all groups are tracked',
    );
  }
}
