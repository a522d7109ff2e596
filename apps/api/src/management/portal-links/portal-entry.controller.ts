import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { AuditLog, PortalLinks } from '#persistence';
import { Problem } from '../../http/problem.js';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { randomToken } from '../../tokens/random-token.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { isFromOwnPage } from './own-origin.js';
import {
  busyPage,
  confirmPage,
  gonePage,
  PORTAL_HEADERS,
  portalPage,
  refusedPage,
  signedOutPage,
} from './portal-page.js';

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
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get('l/:token')
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.mayTry(request, token)) return busy(reply);
    const organizationId = await this.links.peek(token);
    if (organizationId === undefined) return this.refuse(request, token, reply);
    const { displayName } = await this.organizations.find(organizationId);
    send(reply, 200, confirmPage(displayName));
  }

  @Post('l/:token')
  async enter(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!this.isOwn(request)) return send(reply, 403, refusedPage());
    if (!this.mayTry(request, token)) return busy(reply);
    const sessionToken = randomToken();
    const session = await this.links.consume(token, sessionToken);
    if (session === undefined) return this.refuse(request, token, reply);
    const { ip, id: requestId } = request;
    this.events.note('link_used', { ip, requestId, key: session.id, organization: session.organizationId });
    await this.record('portal_session.begin', session, request);
    const seconds = Math.max(0, Math.floor((Date.parse(session.expiresAt) - Date.now()) / 1_000));
    this.setCookie(reply, sessionToken, seconds);
    void reply.redirect(`${this.environment.publicUrl}/portal`, 303);
  }

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = sessionOf(request);
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

  /** The session is over for whoever has its cookie, not only in this browser. */
  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.isOwn(request)) return send(reply, 403, refusedPage());
    const token = sessionOf(request);
    const ended = token === undefined ? undefined : await this.links.end(token);
    if (ended !== undefined) {
      const { ip, id: requestId } = request;
      this.events.note('session_ended', { ip, requestId, key: ended.id, organization: ended.organizationId });
      await this.record('portal_session.end', ended, request);
    }
    this.setCookie(reply, '', 0);
    send(reply, 200, signedOutPage());
  }

  private isOwn(request: FastifyRequest): boolean {
    if (isFromOwnPage(request, this.environment.publicUrl)) return true;
    this.events.note('origin_refused', { ip: request.ip, requestId: request.id });
    return false;
  }

  private mayTry({ ip }: FastifyRequest, token: string): boolean {
    try {
      this.guesses.admit({ ip, credential: token });
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  private refuse({ ip, id: requestId }: FastifyRequest, token: string, reply: FastifyReply): void {
    this.guesses.wasWrong({ ip, credential: token });
    this.events.note('link_refused', { ip, requestId });
    send(reply, 410, gonePage());
  }

  private async record(
    action: string,
    { id, organizationId }: { id: string; organizationId: string },
    request: FastifyRequest,
  ): Promise<void> {
    await this.audit.record({
      actor: 'portal',
      actorId: id,
      action,
      targetType: 'portal_session',
      targetId: id,
      organizationId,
      directoryId: null,
      ip: request.ip,
      requestId: request.id,
    });
  }

  private setCookie(reply: FastifyReply, value: string, seconds: number): void {
    const secure = this.environment.publicUrl.startsWith('https:') ? '; Secure' : '';
    void reply.header(
      'set-cookie',
      `${COOKIE}=${value}; Path=/portal; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`,
    );
  }
}

const SESSION = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9]+)`);

function sessionOf({ headers }: FastifyRequest): string | undefined {
  return SESSION.exec(headers.cookie ?? '')?.[1];
}

function busy(reply: FastifyReply): void {
  void reply.header('retry-after', '1');
  send(reply, 429, busyPage());
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).headers(PORTAL_HEADERS).send(html);
}
