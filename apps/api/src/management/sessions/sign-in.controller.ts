import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { AuditedAct, DashboardSessions } from '#persistence';
import { isOwnOrigin } from '../../http/own-call.js';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { plainPage, plainPageHeaders } from '../../web/plain-page.js';
import { auditedAction } from '../audit/audited-action.js';
import { entryOf } from '../audit/request-entry.js';
import { secondsUntil, sessionCookie } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** As by `POST /api/v1/sessions`. */
const BEGIN = 'session.create';
const GONE = plainPage(
  'This link does not work any more',
  '<section><p>It was used already, it has expired, or it was opened on another machine than the one that runs Rollcall. <a href="/dashboard">Sign in with an API key</a>.</p></section>',
);
const CONFIRM = plainPage(
  'Sign in to the dashboard',
  `<section><p>The link works once.</p>
<form method="post" enctype="application/x-www-form-urlencoded"><p><button type="submit">Continue</button></p></form></section>`,
);

/** The link that `npm start` prints. A GET shows a button, whose click uses the link up. */
@ApiExcludeController()
@Controller('dashboard/l/:token')
export class SignInController {
  constructor(
    @Inject(DashboardSessions) private readonly links: DashboardSessions,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const works =
      LOOPBACK.test(request.ip) &&
      (await this.guesses.mayTry({ ip: request.ip, credential: token })) &&
      (await this.links.linkWorks(token));
    if (!works) return this.refuse(request, token, reply);
    send(reply, 200, CONFIRM);
  }

  @Post()
  async enter(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { ip, id: requestId, headers } = request;
    // A page with no-referrer sends its form from the origin "null".
    if (!isOwnOrigin(headers, this.environment.publicUrl)) return this.refuse(request, token, reply);
    if (!LOOPBACK.test(ip) || !(await this.guesses.mayTry({ ip, credential: token })))
      return this.refuse(request, token, reply);
    const keyId = await this.links.consumeLink(token);
    const act = new AuditedAct({ ...entryOf(request, auditedAction(BEGIN)), targetId: null });
    const begun = keyId === undefined ? undefined : await act.run(() => this.sessions.begin(keyId));
    if (begun === undefined) return this.refuse(request, token, reply);
    const { session } = begun;
    this.events.note('session_begun', { ip, requestId, key: session.keyId });
    void reply.header('set-cookie', sessionCookie(this.environment, begun.token, secondsUntil(session.expiresAt)));
    void reply.redirect('/dashboard', 303);
  }

  private refuse({ ip, id: requestId }: FastifyRequest, token: string, reply: FastifyReply): void {
    this.guesses.wasWrong({ ip, credential: token });
    this.events.note('link_refused', { ip, requestId });
    send(reply, 410, GONE);
  }
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).headers(plainPageHeaders()).send(html);
}
