import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { IpAllowlist, IpAllowlistAnswer } from './ip-allowlist.dto.js';
import { IpAllowlistService } from './ip-allowlist.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/ip_allowlist', 'Directories')
export class IpAllowlistController {
  constructor(@Inject(IpAllowlistService) private readonly allowlist: IpAllowlistService) {}

  @Get()
  @Operation({
    id: 'IpAllowlist_get',
    summary: 'Get the networks that SCIM requests may come from',
    scope: 'read',
    answer: IpAllowlistAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
  ): Promise<IpAllowlistAnswer> {
    return { cidrs: await this.allowlist.get(organization, directory) };
  }

  @Put()
  @Operation({
    id: 'IpAllowlist_replace',
    summary: 'Replace the networks that SCIM requests may come from',
    description:
      'A request from another address gets 403 if its token is right. The list takes effect at once on every process.',
    scope: 'write',
    audit: 'ip_allowlist.replace',
    answer: IpAllowlistAnswer,
    fails: [404],
  })
  async replace(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: IpAllowlist,
  ): Promise<IpAllowlistAnswer> {
    return { cidrs: await this.allowlist.replace(organization, directory, input.cidrs) };
  }
}
