import { Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { AuditedAct, PortalLinks } from '#persistence';
import { isOwnOrigin } from '../http/own-call.js';
import { isFramed, portalCookie, probeCookie, wasProbed } from './portal-cookie.js';
import { SecurityEvents } from '../security-events.js';
import { Guesses } from '../tokens/guesses.js';
import { IssuedTokens } from '../tokens/issued-tokens.js';
import { plainPageHeaders } from '../web/plain-page.js';
import { Audited, auditedAction } from '../management/audit/audited-action.js';
import { entryOf } from '../management/audit/request-entry.js';
import { OrganizationsService } from '../management/organizations/organizations.service.js';
import { PortalSettingsService } from '../management/portal-settings/portal-settings.service.js';
import { secondsUntil } from '../management/sessions/session-cookie.js';
import {
  busyPage,
  confirmPage,
  CONTINUE_SCRIPT,
  CONTINUE_SCRIPT_PATH,
  gonePage,
  noCookiesPage,
  refusedPage,
} from '../management/portal-links/portal-page.js';

const BEGIN = 'portal_session.begin';

/** Where portal links lead. Mail scanners follow links, so a GET only shows a button; its click uses the link up. */
@ApiExcludeController()
@Controller()
export class PortalEntryController {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(PortalSettingsService) private readonly settings: PortalSettingsService,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get('portal/l/:token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(await this.guesses.mayTry({ ip: request.ip, credential: token }))) return busy(reply);
    const organizationId = await this.links.peek(token);
    if (organizationId === undefined) return this.refuse(request, token, reply);
    const [{ displayName }, { application_name: application, logo_url: logoUrl, allowed_origins: framedBy }] =
      await Promise.all([this.organizations.find(organizationId), this.settings.effective(organizationId)]);
    const framed = isFramed(request);
    // Whether the browser keeps cookies for a frame shows when it sends this one back.
    if (framed) void reply.header('set-cookie', probeCookie('1', 600));
    const page = confirmPage({ organization: displayName, application, logoUrl }, framed);
    void reply
      .status(200)
      .headers(plainPageHeaders({ framedBy, script: framed }))
      .send(page);
  }

  @Post('portal/l/:token')
  @Audited(BEGIN)
  async enter(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { ip, id: requestId, headers } = request;
    if (!isOwnOrigin(headers, this.environment.publicUrl)) {
      this.events.note('origin_refused', { ip, requestId });
      return send(reply, 403, refusedPage());
    }
    if (!(await this.guesses.mayTry({ ip: request.ip, credential: token }))) return busy(reply);
    const framed = isFramed(request);
    if (framed && !wasProbed(request)) return this.offerTab(token, request, reply);
    const sessionToken = this.tokens.make();
    const act = new AuditedAct({ ...entryOf(request, auditedAction(BEGIN)), actor: 'portal', targetId: null });
    const session = await act.run(() => this.links.consume(token, sessionToken));
    if (session === undefined) return this.refuse(request, token, reply);
    this.events.note('link_used', { ip, requestId, key: session.id, organization: session.organizationId });
    const { publicUrl } = this.environment;
    void reply.header('set-cookie', portalCookie(publicUrl, framed, sessionToken, secondsUntil(session.expiresAt)));
    void reply.redirect(`${publicUrl}/portal`, 303);
  }

  @Get(CONTINUE_SCRIPT_PATH)
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return CONTINUE_SCRIPT;
  }

  private async offerTab(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const organizationId = await this.links.peek(token);
    if (organizationId === undefined) return this.refuse(request, token, reply);
    const { allowed_origins: framedBy } = await this.settings.effective(organizationId);
    void reply
      .status(200)
      .headers(plainPageHeaders({ framedBy }))
      .send(noCookiesPage(`/portal/l/${token}`));
  }

  private refuse({ ip, id: requestId }: FastifyRequest, token: string, reply: FastifyReply): void {
    this.guesses.wasWrong({ ip, credential: token });
    this.events.note('link_refused', { ip, requestId });
    send(reply, 410, gonePage());
  }
}

function busy(reply: FastifyReply): void {
  void reply.header('retry-after', '1');
  send(reply, 429, busyPage());
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).headers(plainPageHeaders()).send(html);
}
