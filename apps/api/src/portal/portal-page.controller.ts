import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { PortalLinks, PortalSettingsStore } from '#persistence';
import { gonePage } from '../management/portal-links/portal-page.js';
import { PortalSettingsService } from '../management/portal-settings/portal-settings.service.js';
import { AppPage } from '../web/app-page.js';
import { plainPageHeaders } from '../web/plain-page.js';
import { portalTokenOf } from './portal-cookie.js';

/** A year: the hash names the very image. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The app of the IT administrator: for a live session alone. */
@ApiExcludeController()
@Controller('portal')
export class PortalPageController {
  constructor(
    @Inject(AppPage) private readonly page: AppPage,
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(PortalSettingsService) private readonly settings: PortalSettingsService,
    @Inject(PortalSettingsStore) private readonly store: PortalSettingsStore,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = portalTokenOf(request);
    const session = token === undefined ? undefined : await this.links.session(token);
    if (session === undefined) {
      void reply.status(401).headers(plainPageHeaders()).send(gonePage());
      return;
    }
    const { allowed_origins: framedBy } = await this.settings.effective(session.organizationId);
    await this.page.send(reply, framedBy);
  }

  @Get('brand/:hash')
  async logo(@Param('hash') hash: string, @Res() reply: FastifyReply): Promise<void> {
    const logo = /^[0-9a-f]{64}$/.test(hash) ? await this.store.logo(hash) : undefined;
    if (logo === undefined) throw new NotFoundException();
    void reply
      .headers({
        'content-type': logo.contentType,
        'cache-control': FOR_EVER,
        'content-security-policy': "default-src 'none'",
      })
      .send(logo.image);
  }

  @Get('*')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Of what does not exist there, nobody is told that it is a page.
    if (/^\/portal\/api(?:[/?]|$)/.test(request.url)) throw new NotFoundException();
    await this.home(request, reply);
  }
}
