import { Body, Get, Inject, Param, Put } from '@nestjs/common';
import { Searches, type Searcher } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { AttributesAnswer, UpdateAttributes } from './mapping.dto.js';
import { MappingsService } from './mappings.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/attributes', 'Directories')
export class MappingsController {
  constructor(
    @Inject(MappingsService) private readonly mappings: MappingsService,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Mappings_get',
    summary: "Get a directory's attribute mapping",
    description:
      'Each mapping says for how many active users the value is missing. In a directory of more than 20,000 users this is an estimate from the first 20,000.',
    scope: 'read',
    answer: AttributesAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<AttributesAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return await this.searches.run(searcher, (on) => this.mappings.get(scope, on));
  }

  @Put()
  @Operation({
    id: 'Mappings_update',
    summary: "Replace a directory's attribute mapping",
    description:
      'A background job remaps existing users and sends one `user_updated` for each user whose profile changes.',
    scope: 'write',
    audit: 'mapping.update',
    followsScalekit: true,
    answer: AttributesAnswer,
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: UpdateAttributes,
    @SearchedBy() searcher: Searcher,
  ): Promise<AttributesAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    // The place is taken before anything is stored: a refusal stores nothing.
    return await this.searches.run(searcher, (on) => this.mappings.update(scope, input.attributes, on));
  }
}
