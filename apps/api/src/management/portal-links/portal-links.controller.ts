import { Body, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { IdPipe, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { CreatePortalLink, PortalLinkAnswer, PortalLinkList } from './portal-link.dto.js';
import { PortalLinksService } from './portal-links.service.js';

@ManagementController('organizations/:organizationId/portal_links', 'Admin portal')
export class PortalLinksController {
  constructor(@Inject(PortalLinksService) private readonly links: PortalLinksService) {}

  @Put()
  @Operation({
    id: 'PortalLinks_create',
    summary: 'Create a link to the admin portal',
    description: 'The link works once, until `expire_time`, and opens a session of six hours.',
    scope: 'write',
    audit: 'portal_link.create',
    followsScalekit: true,
    answer: PortalLinkAnswer,
    fails: [404],
  })
  async create(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: CreatePortalLink,
  ): Promise<PortalLinkAnswer> {
    const { id, location, expiresAt } = await this.links.create(organization, input);
    return { link: { id, location, expire_time: expiresAt } };
  }

  @Get()
  @Operation({
    id: 'PortalLinks_list',
    summary: 'List links that still work',
    scope: 'read',
    answer: PortalLinkList,
    fails: [404],
  })
  async list(@Param('organizationId', organizationId) organization: string): Promise<PortalLinkList> {
    const links = await this.links.list(organization);
    return { links: links.map(({ id, expiresAt }) => ({ id, expire_time: expiresAt })) };
  }

  @Delete()
  @Operation({
    id: 'PortalLinks_removeAll',
    summary: 'Revoke every link of the organization and end its portal sessions',
    scope: 'write',
    audit: 'portal_link.remove_all',
    followsScalekit: true,
    fails: [404],
  })
  async removeAll(@Param('organizationId', organizationId) organization: string): Promise<void> {
    await this.links.removeAll(organization);
  }

  @Delete(':linkId')
  @Operation({
    id: 'PortalLinks_remove',
    summary: 'Revoke a link and end its session',
    scope: 'write',
    audit: 'portal_link.remove',
    followsScalekit: true,
    fails: [404],
  })
  async remove(
    @Param('organizationId', organizationId) organization: string,
    @Param('linkId', new IdPipe('lnk', 'portal link')) id: string,
  ): Promise<void> {
    await this.links.remove(organization, id);
  }
}
