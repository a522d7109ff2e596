import { Body, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { Searches, type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { OwnOrganizations } from '../access/organization-limit.js';
import { organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { pageRequest, pageTail } from '../input/page-query.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import {
  CreateOrganization,
  OrganizationAnswer,
  OrganizationBody,
  OrganizationList,
  OrganizationQuery,
  OrganizationSearch,
  UpdateOrganization,
  UpdateSettings,
} from './organization.dto.js';
import { OrganizationRemoval } from './organization-removal.js';
import { OrganizationsService } from './organizations.service.js';

@ManagementController('organizations', 'Organizations')
export class OrganizationsController {
  constructor(
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(OrganizationRemoval) private readonly removal: OrganizationRemoval,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Post()
  @Operation({
    id: 'Organizations_create',
    summary: 'Create an organization',
    scope: 'write',
    audit: 'organization.create',
    followsScalekit: true,
    answer: OrganizationAnswer,
    status: 201,
    fails: [409],
  })
  async create(@Body(InputPipe) input: CreateOrganization): Promise<OrganizationAnswer> {
    return OrganizationAnswer.of(await this.organizations.create(input));
  }

  @Get()
  @Operation({ id: 'Organizations_list', summary: 'List organizations', scope: 'read', answer: OrganizationList })
  async list(
    @Query(InputPipe) query: OrganizationQuery,
    @OwnOrganizations() own: string[] | undefined,
    @SearchedBy() searcher: Searcher,
  ): Promise<OrganizationList> {
    const paging = pageRequest(query, 'organizations');
    const page = await this.searches.run(searcher, (on) => this.organizations.list(paging, query.external_id, own, on));
    return { organizations: page.items.map(OrganizationBody.of), ...pageTail(page, 'organizations') };
  }

  @Verb(Get, 'search')
  @Operation({ id: 'Organizations_search', summary: 'Search organizations', scope: 'read', answer: OrganizationList })
  async search(
    @Query(InputPipe) query: OrganizationSearch,
    @OwnOrganizations() own: string[] | undefined,
    @SearchedBy() searcher: Searcher,
  ): Promise<OrganizationList> {
    const paging = pageRequest(query, 'organizations:search');
    const page = await this.searches.run(searcher, (on) => this.organizations.search(paging, query.query, own, on));
    return { organizations: page.items.map(OrganizationBody.of), ...pageTail(page, 'organizations:search') };
  }

  @Verb(Get, 'external', { below: ':externalId' })
  @Operation({
    id: 'Organizations_getExternal',
    summary: 'Get an organization by your own id',
    scope: 'read',
    answer: OrganizationAnswer,
    fails: [404],
  })
  async getExternal(
    @Param('externalId') externalId: string,
    @OwnOrganizations() own: string[] | undefined,
  ): Promise<OrganizationAnswer> {
    return OrganizationAnswer.of(await this.organizations.findExternal(externalId, own));
  }

  @Get(':organizationId')
  @Operation({
    id: 'Organizations_get',
    summary: 'Get an organization',
    scope: 'read',
    answer: OrganizationAnswer,
    fails: [404],
  })
  async get(@Param('organizationId', organizationId) id: string): Promise<OrganizationAnswer> {
    return OrganizationAnswer.of(await this.organizations.find(id));
  }

  @Patch(':organizationId')
  @Operation({
    id: 'Organizations_update',
    summary: 'Change an organization',
    scope: 'write',
    audit: 'organization.update',
    followsScalekit: true,
    answer: OrganizationAnswer,
    fails: [404, 409],
  })
  async update(
    @Param('organizationId', organizationId) id: string,
    @Body(InputPipe) input: UpdateOrganization,
  ): Promise<OrganizationAnswer> {
    return OrganizationAnswer.of(await this.organizations.update(id, input));
  }

  @Delete(':organizationId')
  @Operation({
    id: 'Organizations_remove',
    summary: 'Delete an organization',
    description: 'Rollcall deletes the directories first and sends one `user_deleted` for each active user.',
    scope: 'write',
    audit: 'organization.remove',
    followsScalekit: true,
    fails: [404],
  })
  async remove(@Param('organizationId', organizationId) id: string): Promise<void> {
    await this.removal.remove(id);
  }

  @Patch(':organizationId/settings')
  @Operation({
    id: 'Organizations_updateSettings',
    summary: "Change an organization's features",
    scope: 'write',
    audit: 'organization.update_settings',
    followsScalekit: true,
    answer: OrganizationAnswer,
    fails: [404],
  })
  async updateSettings(
    @Param('organizationId', organizationId) id: string,
    @Body(InputPipe) input: UpdateSettings,
  ): Promise<OrganizationAnswer> {
    return OrganizationAnswer.of(await this.organizations.updateFeatures(id, input.features));
  }
}
