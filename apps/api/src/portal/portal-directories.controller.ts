import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { type Searcher } from '#persistence';
import { Problem } from '../http/problem.js';
import { type ManagementRequest } from '../management/access/acting.js';
import { DirectoriesController } from '../management/directories/directories.controller.js';
import { CreateDirectory, DirectoryAnswer, DirectoryList } from '../management/directories/directory.dto.js';
import { InputPipe } from '../management/input/input.pipe.js';
import { Operation } from '../management/openapi/operation.js';
import { SearchedBy } from '../management/search/searched-by.js';
import { PortalController } from './portal-controller.js';

import { PORTAL_SECTIONS } from '../management/portal-links/sections.js';

/** Lists and creates directories: what a link for one directory limits. All else of a directory is mirrored. */
@PortalController('directories', { list: PORTAL_SECTIONS, create: ['setup'] })
export class PortalDirectoriesController {
  constructor(@Inject(DirectoriesController) private readonly directories: DirectoriesController) {}

  @Get()
  @Operation({
    id: 'PortalDirectories_list',
    summary: "List the organization's directories",
    scope: 'read',
    answer: DirectoryList,
  })
  async list(
    @Req() { portalSession }: ManagementRequest,
    @Param('organizationId') organization: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<DirectoryList> {
    const { directories } = await this.directories.list(organization, searcher);
    const only = portalSession!.directoryId;
    return { directories: directories.filter(({ id }) => only === null || id === only) };
  }

  @Post()
  @Operation({
    id: 'PortalDirectories_create',
    summary: 'Create a directory',
    description: 'The new directory is enabled. Next, create a secret for the identity provider.',
    scope: 'write',
    audit: 'directory.create',
    followsScalekit: true,
    answer: DirectoryAnswer,
    status: 201,
  })
  async create(
    @Req() { portalSession }: ManagementRequest,
    @Param('organizationId') organization: string,
    @Body(InputPipe) input: CreateDirectory,
  ): Promise<DirectoryAnswer> {
    if (portalSession!.directoryId !== null) {
      throw Problem.fromStatus(403, 'the link to this portal is for one directory only');
    }
    return await this.directories.create(organization, input);
  }
}
