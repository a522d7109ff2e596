import { Get, Inject, Param } from '@nestjs/common';
import { seenAttributes } from '#directory';
import { Searches, type Searcher, UserSamples } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { SchemaAnswer } from './schema.dto.js';

const LOOKED_AT = 500;

@ManagementController('organizations/:organizationId/directories/:directoryId/schema', 'Directories')
export class SchemaController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(UserSamples) private readonly samples: UserSamples,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Schema_get',
    summary: 'List the attributes that a directory really sent',
    description: 'Covers the newest 500 users. Paths of extensions are complete, so you can use them in a mapping.',
    scope: 'read',
    answer: SchemaAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<SchemaAnswer> {
    await this.directories.find(organization, directory);
    const users = await this.searches.run(searcher, (on) => this.samples.newest(on, directory, LOOKED_AT));
    return { users_seen: users.length, attributes: seenAttributes(users.map(({ resource }) => resource)) };
  }
}
