import { Body, Inject, Post, Req } from '@nestjs/common';
import { type ManagementRequest } from '../management/access/acting.js';
import { InputPipe } from '../management/input/input.pipe.js';
import { Operation } from '../management/openapi/operation.js';
import { InviteColleague, PortalLinkAnswer } from '../management/portal-links/portal-link.dto.js';
import { PortalLinksService } from '../management/portal-links/portal-links.service.js';
import { PortalController } from './portal-controller.js';
import { PORTAL_SECTIONS } from '../management/portal-links/sections.js';

@PortalController('links', { create: PORTAL_SECTIONS })
export class InvitationLinksController {
  constructor(@Inject(PortalLinksService) private readonly links: PortalLinksService) {}

  @Post()
  @Operation({
    id: 'InvitationLinks_create',
    summary: 'Invite a colleague into the portal',
    description:
      'Needs `allow_invites` in the portal settings. The link works once, opens no more than this session, and ends with the link by which this session began.',
    scope: 'write',
    audit: 'portal_link.invite',
    answer: PortalLinkAnswer,
    status: 201,
  })
  async create(@Req() request: ManagementRequest, @Body(InputPipe) input: InviteColleague): Promise<PortalLinkAnswer> {
    const { id, location, expiresAt } = await this.links.invite(request.portalSession!, input);
    return { link: { id, location, expire_time: expiresAt } };
  }
}
