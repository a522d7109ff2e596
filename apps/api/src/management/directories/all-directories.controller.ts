import { Get, Inject, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  AllDirectories,
  DIRECTORY_HEALTH,
  type DirectoryHealth,
  type ListedDirectory,
  Searches,
  type Searcher,
} from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { Choice, Text } from '../input/fields.js';
import { InputPipe } from '../input/input.pipe.js';
import { PageQuery, pageRequest, pageTail } from '../input/page-query.js';
import { PageAnswer } from '../openapi/answers.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { DIRECTORY_PROVIDERS, DIRECTORY_TYPES } from './directory-types.js';

const STATUSES = ['DRAFT', 'IN_PROGRESS', 'COMPLETED'] as const;

class AllDirectoriesQuery extends PageQuery {
  @Text({ description: 'Only directories of this organization.', optional: true })
  organization_id?: string;

  @Choice({ description: 'Only directories with this status.', of: STATUSES, optional: true })
  status?: string;

  @Choice({ description: 'Only directories of this identity provider.', of: DIRECTORY_PROVIDERS, optional: true })
  provider?: string;

  @Choice({ description: 'Only directories in this health.', of: DIRECTORY_HEALTH, optional: true })
  health?: DirectoryHealth;

  @Text({ description: 'Text in the name of the directory or of its organization, or the id.', optional: true })
  query?: string;
}

class ListedDirectoryBody implements ListedDirectory {
  @ApiProperty({ example: 'dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  organization_id!: string;

  @ApiProperty()
  organization_name!: string;

  @ApiProperty({ enum: DIRECTORY_TYPES })
  directory_type!: string;

  @ApiProperty({ enum: DIRECTORY_PROVIDERS })
  directory_provider!: string;

  @ApiProperty()
  enabled!: boolean;

  @ApiProperty({ description: 'Whether its identity provider is simulated.' })
  sandbox!: boolean;

  @ApiProperty({ enum: STATUSES })
  status!: string;

  @ApiProperty({
    enum: DIRECTORY_HEALTH,
    description:
      '`waiting`: nobody has arrived yet; with the status `IN_PROGRESS`, an authenticated request has. `refusing`: its newest request, within a day, was refused (401, 403, 429, or from 500 on). `failing` and `needs_review`: of directories that Rollcall pulls.',
  })
  health!: DirectoryHealth;

  @ApiProperty()
  full_sync_required!: boolean;

  @ApiProperty({ type: 'integer' })
  total_users!: number;

  @ApiProperty({ type: 'integer' })
  total_groups!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_synced_at!: string | null;
}

class ListedDirectories extends PageAnswer {
  @ApiProperty({ type: [ListedDirectoryBody] })
  directories!: ListedDirectoryBody[];
}

@ManagementController('directories', 'Directories')
export class AllDirectoriesController {
  constructor(
    @Inject(AllDirectories) private readonly directories: AllDirectories,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'AllDirectories_list',
    summary: 'List the directories of all organizations',
    scope: 'read',
    answer: ListedDirectories,
  })
  async list(
    @Query(InputPipe) query: AllDirectoriesQuery,
    @SearchedBy() searcher: Searcher,
  ): Promise<ListedDirectories> {
    const { organization_id: organizationId, status, provider, health, query: text } = query;
    const criteria = { organizationId, status, provider, health, query: text };
    const paging = pageRequest(query, 'all_directories');
    const page = await this.searches.run(searcher, (on) => this.directories.page(criteria, paging, on));
    return { directories: page.items, ...pageTail(page, 'all_directories') };
  }
}
