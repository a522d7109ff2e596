import { Delete, Get, Inject, Param, Put } from '@nestjs/common';
import { ManagementController } from '../access/management-controller.js';
import { IdPipe, organizationId } from '../input/id.pipe.js';
import { Operation } from '../openapi/operation.js';
import { PortalLinkAnswer, PortalLinkList } from './portal-link.dto.js';
import { PortalLinksService } from './portal-links.service.js';

@ManagementController('organizations/:organizationId/portal_links', 'Admin portal')
export class PortalLinksController {
  constructor(@Inject(PortalLinksService) private readonly links: PortalLinksService) {}

  @Put()
  @Operation({
    summary: 'Make a link into the admin portal',
    description: 'It works once, within a minute, and begins a session of six hours.',
    scope: 'write',
    followsScalekit: true,
    answer: PortalLinkAnswer,
    fails: [404],
  })
  async create(@Param('organizationId', organizationId) organization: string): Promise<PortalLinkAnswer> {
    const { id, location, expiresAt } = await this.links.create(organization);
    return { link: { id, location, expire_time: expiresAt } };
  }

  @Get()
  @Operation({ summary: 'List links that can still be used', scope: 'read', answer: PortalLinkList, fails: [404] })
  async list(@Param('organizationId', organizationId) organization: string): Promise<PortalLinkList> {
    const links = await this.links.list(organization);
    return { links: links.map(({ id, expiresAt }) => ({ id, expire_time: expiresAt })) };
  }

  @Delete()
  @Operation({
    summary: 'Revoke every link of the organization, and end its portal sessions',
    scope: 'write',
    followsScalekit: true,
    fails: [404],
  })
  async removeAll(@Param('organizationId', organizationId) organization: string): Promise<void> {
    await this.links.removeAll(organization);
  }

  @Delete(':linkId')
  @Operation({
    summary: 'Revoke a link, and end the session that began with it',
    scope: 'write',
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
