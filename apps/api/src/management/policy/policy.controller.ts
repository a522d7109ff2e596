import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { PolicyAnswer, UpdatePolicy } from './policy.dto.js';
import { PolicyService } from './policy.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/policy', 'Directories')
export class PolicyController {
  constructor(
    @Inject(PolicyService) private readonly policies: PolicyService,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Policy_get',
    summary: "Get a directory's deprovisioning policy",
    scope: 'read',
    answer: PolicyAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<PolicyAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return { policy: await this.searches.run(searcher, (on) => this.policies.get(scope, on)) };
  }

  @Put()
  @Operation({
    id: 'Policy_update',
    summary: "Replace a directory's deprovisioning policy",
    description: 'A field that you leave out gets its default.',
    scope: 'write',
    audit: 'policy.update',
    answer: PolicyAnswer,
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: UpdatePolicy,
    @SearchedBy() searcher: Searcher,
  ): Promise<PolicyAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    // The place is taken before anything is stored: a refusal stores nothing.
    return { policy: await this.searches.run(searcher, (on) => this.policies.update(scope, input, on)) };
  }
}
