import { Get, Inject, Param, Post } from '@nestjs/common';
import { Problem } from '../../http/problem.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { DirectoriesService } from './directories.service.js';

const SUMMARY = 'Start a pull sync';
const DESCRIPTION = `Only for directories that Rollcall pulls (POLL, LDAP) and that have a connection. An identity provider pushes to a SCIM directory by itself.`;

@ManagementController('organizations/:organizationId/directories/:directoryId/~sync', 'Directories')
export class SyncController {
  constructor(@Inject(DirectoriesService) private readonly directories: DirectoriesService) {}

  @Post()
  @Operation({
    summary: SUMMARY,
    description: DESCRIPTION,
    scope: 'write',
    audit: 'sync.start',
    followsScalekit: true,
    fails: [404, 409],
  })
  start(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
  ): Promise<void> {
    return this.refuse(organization, id);
  }

  /** Scalekit's verb for it. */
  @Get()
  @Operation({ summary: `${SUMMARY} (for compatibility)`, description: DESCRIPTION, scope: 'write', fails: [404, 409] })
  startByGet(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
  ): Promise<void> {
    return this.refuse(organization, id);
  }

  private async refuse(organization: string, id: string): Promise<void> {
    const { type } = await this.directories.find(organization, id);
    throw Problem.precondition(
      type === 'SCIM'
        ? 'the identity provider pushes to this directory: start the provisioning there'
        : 'this directory has no connection to pull from',
    );
  }
}
