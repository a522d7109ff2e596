import { Delete, Get, Inject, Req, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Environment } from '#config';
import { PortalLinks } from '#persistence';
import { type ManagementRequest } from '../management/access/acting.js';
import { Operation } from '../management/openapi/operation.js';
import { OrganizationsService } from '../management/organizations/organizations.service.js';
import { PortalSettingsService } from '../management/portal-settings/portal-settings.service.js';
import { SecurityEvents } from '../security-events.js';
import { PortalController } from './portal-controller.js';
import { portalCookie, portalTokenOf } from './portal-cookie.js';
import { PortalSessionAnswer } from './portal-session.dto.js';
import { PORTAL_SECTIONS } from '../management/portal-links/sections.js';

@PortalController('session', { get: PORTAL_SECTIONS, end: PORTAL_SECTIONS })
export class PortalSessionController {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(PortalSettingsService) private readonly settings: PortalSettingsService,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  @Operation({
    id: 'PortalSession_get',
    summary: 'Get the session of the portal',
    scope: 'read',
    answer: PortalSessionAnswer,
  })
  async get(@Req() request: ManagementRequest): Promise<PortalSessionAnswer> {
    const session = request.portalSession!;
    const [organization, settings] = await Promise.all([
      this.organizations.find(session.organizationId),
      this.settings.effective(session.organizationId),
    ]);
    return {
      session: {
        id: session.id,
        expires_at: session.expiresAt,
        sections: session.sections ?? [...PORTAL_SECTIONS],
        directory_id: session.directoryId,
        return_url: session.returnUrl ?? settings.return_url,
        can_invite: settings.allow_invites,
      },
      organization: { id: organization.id, display_name: organization.displayName },
      branding: {
        application_name: settings.application_name,
        logo_url: settings.logo_url,
        logo_dark_url: settings.logo_dark_url,
        accent: settings.accent,
        support_url: settings.support_url,
        support_email: settings.support_email,
      },
      parent_origins: settings.allowed_origins,
    };
  }

  @Delete()
  @Operation({
    id: 'PortalSession_end',
    summary: 'End the session of the portal',
    description: 'The session is over. Its cookie works no longer, in any browser.',
    scope: 'write',
    audit: 'portal_session.end',
  })
  async end(@Req() request: ManagementRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { id, organizationId } = request.portalSession!;
    await this.links.end(portalTokenOf(request)!);
    this.events.note('session_ended', { ip: request.ip, requestId: request.id, key: id, organization: organizationId });
    for (const framed of [false, true]) {
      void reply.header('set-cookie', portalCookie(this.environment.publicUrl, framed, '', 0));
    }
  }
}
