import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { AuditLog, PortalLinks } from '#persistence';
import { randomToken } from '../../tokens/random-token.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { confirmPage, gonePage, PORTAL_HEADERS, portalPage } from './portal-page.js';

const COOKIE = 'rollcall_portal';

/** Where portal links lead. Mail scanners follow links, so a GET only shows a button; its click uses the link up. */
@ApiExcludeController()
@Controller('portal')
export class PortalEntryController {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get('l/:token')
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const organizationId = await this.links.peek(token);
    if (organizationId === undefined) return send(reply, 410, gonePage());
    const { displayName } = await this.organizations.find(organizationId);
    send(reply, 200, confirmPage(displayName));
  }

  @Post('l/:token')
  async enter(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sessionToken = randomToken();
    const session = await this.links.consume(token, sessionToken);
    if (session === undefined) return send(reply, 410, gonePage());
    await this.audit.record({
      actor: 'portal',
      actorId: session.id,
      action: 'portal_session.begin',
      targetType: 'portal_session',
      targetId: session.id,
      organizationId: session.organizationId,
      directoryId: null,
      ip: request.ip,
      requestId: request.id,
    });
    const seconds = Math.max(0, Math.floor((Date.parse(session.expiresAt) - Date.now()) / 1_000));
    const secure = this.environment.publicUrl.startsWith('https:') ? '; Secure' : '';
    void reply.header(
      'set-cookie',
      `${COOKIE}=${sessionToken}; Path=/portal; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`,
    );
    void reply.redirect(`${this.environment.publicUrl}/portal`, 303);
  }

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9]+)`).exec(request.headers.cookie ?? '')?.[1];
    const session = token === undefined ? undefined : await this.links.session(token);
    if (session === undefined) return send(reply, 401, gonePage());
    const { id, displayName } = await this.organizations.find(session.organizationId);
    const views = await this.directories.list(id);
    const shown = views.map(({ directory, counters }) => ({
      name: directory.name,
      provider: directory.provider,
      enabled: directory.enabled,
      status: counters.status,
      endpoint: `${this.environment.publicUrl}/directory/${directory.id}/scim/v2`,
    }));
    send(reply, 200, portalPage(displayName, shown));
  }
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).headers(PORTAL_HEADERS).send(html);
}
