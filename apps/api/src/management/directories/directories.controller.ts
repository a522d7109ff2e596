import { Body, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { Environment } from '#config';
import { changesBetween, noteAct, Searches, type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { DirectoriesService } from './directories.service.js';
import { DirectoryLifecycle } from './directory-lifecycle.js';
import {
  CreateDirectory,
  DirectoryAnswer,
  DirectoryBody,
  DirectoryList,
  type DirectoryView,
  RemoveDirectory,
  ToggleAnswer,
  UpdateDirectory,
} from './directory.dto.js';

@ManagementController('organizations/:organizationId/directories', 'Directories')
export class DirectoriesController {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(DirectoryLifecycle) private readonly lifecycle: DirectoryLifecycle,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Post()
  @Operation({
    id: 'Directories_create',
    summary: 'Create a directory',
    description: 'The new directory is enabled. Next, create a secret for the identity provider.',
    scope: 'write',
    audit: 'directory.create',
    followsScalekit: true,
    answer: DirectoryAnswer,
    status: 201,
    fails: [404, 409],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: CreateDirectory,
  ): Promise<DirectoryAnswer> {
    return this.answer(await this.directories.create(organization, input));
  }

  @Get()
  @Operation({
    id: 'Directories_list',
    summary: "List an organization's directories",
    scope: 'read',
    answer: DirectoryList,
    fails: [404],
  })
  async list(
    @Param('organizationId', organizationId) organization: string,
    @SearchedBy() searcher: Searcher,
  ): Promise<DirectoryList> {
    const views = await this.searches.run(searcher, (on) => this.directories.list(organization, on));
    return { directories: views.map((view) => DirectoryBody.of(view, this.environment.publicUrl)) };
  }

  @Get(':directoryId')
  @Operation({
    id: 'Directories_get',
    summary: 'Get a directory',
    scope: 'read',
    answer: DirectoryAnswer,
    fails: [404],
  })
  async get(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
  ): Promise<DirectoryAnswer> {
    return this.answer(await this.directories.view(organization, id));
  }

  @Patch(':directoryId')
  @Operation({
    id: 'Directories_update',
    summary: 'Change a directory',
    scope: 'write',
    audit: 'directory.update',
    followsScalekit: true,
    answer: DirectoryAnswer,
    fails: [404],
  })
  async update(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
    @Body(InputPipe) input: UpdateDirectory,
  ): Promise<DirectoryAnswer> {
    const updated = await this.directories.update(organization, id, input);
    if (input.enabled === undefined || input.enabled === updated.directory.enabled) return this.answer(updated);
    await this.lifecycle.setEnabled(updated.directory, input.enabled);
    return this.answer(await this.directories.view(organization, id));
  }

  @Verb(Patch, 'enable', { of: ':directoryId' })
  @Operation({
    id: 'Directories_enable',
    summary: 'Enable a directory',
    scope: 'write',
    audit: 'directory.enable',
    followsScalekit: true,
    answer: ToggleAnswer,
    fails: [404],
  })
  async enable(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
  ): Promise<ToggleAnswer> {
    return await this.toggle(organization, id, true);
  }

  @Verb(Patch, 'disable', { of: ':directoryId' })
  @Operation({
    id: 'Directories_disable',
    summary: 'Disable a directory',
    description: 'Rollcall refuses SCIM requests until the directory is enabled again.',
    scope: 'write',
    audit: 'directory.disable',
    followsScalekit: true,
    answer: ToggleAnswer,
    fails: [404],
  })
  async disable(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
  ): Promise<ToggleAnswer> {
    return await this.toggle(organization, id, false);
  }

  @Delete(':directoryId')
  @Operation({
    id: 'Directories_remove',
    summary: 'Delete a directory',
    scope: 'write',
    audit: 'directory.remove',
    followsScalekit: true,
    fails: [404],
  })
  async remove(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) id: string,
    @Query(InputPipe) query: RemoveDirectory,
  ): Promise<void> {
    await this.lifecycle.remove(await this.directories.find(organization, id), query.users ?? 'deactivate');
  }

  private async toggle(organization: string, id: string, enabled: boolean): Promise<ToggleAnswer> {
    const directory = await this.directories.find(organization, id);
    noteAct({ changes: changesBetween({ enabled: directory.enabled }, { enabled }) });
    const changed = await this.lifecycle.setEnabled(directory, enabled);
    if (changed) return { enabled };
    return { enabled, error_message: `The directory is already ${enabled ? 'enabled' : 'disabled'}` };
  }

  private answer(view: DirectoryView): DirectoryAnswer {
    return { directory: DirectoryBody.of(view, this.environment.publicUrl) };
  }
}
