import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { PortalLinks, type PortalSession } from '#persistence';
import { CLIENT_HEADER, isOwnCall } from '../http/own-call.js';
import { Problem } from '../http/problem.js';
import { type ManagementRequest } from '../management/access/acting.js';
import { KeyTurns } from '../management/limits/key-turns.js';
import { RateLimits } from '../management/limits/rate-limits.js';
import { SecurityEvents } from '../security-events.js';
import { Guesses } from '../tokens/guesses.js';
import { portalTokenOf } from './portal-cookie.js';

/** Calls a second of one session: a page makes a handful. */
const RATE = 20;

/** Who may call /portal/api at all, before a byte of the body is read; and whose organization it is about. */
@Injectable()
export class PortalAdmission implements OnModuleInit {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(KeyTurns) private readonly turns: KeyTurns,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request, reply) => {
      if (!request.routeOptions.url?.startsWith('/portal/api/')) return;
      const session = await this.identify(request);
      (request as ManagementRequest).portalSession = session;
      // No path names an organization: the services below get the session's.
      request.params = { ...(request.params as object), organizationId: session.organizationId };
      void reply.headers(this.limits.take({ keyId: session.id, rateLimit: RATE }, 'this portal session'));
      await this.turns.take(session.id, reply);
    });
  }

  /** @throws Problem 401 for what is no live session, 403 for a call that the portal did not make */
  private async identify(request: FastifyRequest): Promise<PortalSession> {
    const { ip, id: requestId, headers } = request;
    const token = portalTokenOf(request);
    if (token === undefined) throw Problem.fromStatus(401, 'open the portal by its link');
    if (!isOwnCall(headers, 'portal', this.environment.publicUrl)) {
      this.events.note('origin_refused', { ip, requestId });
      throw Problem.fromStatus(403, `send "${CLIENT_HEADER}: portal" with the cookie, from the portal itself`);
    }
    await this.guesses.admit({ ip, credential: token });
    const session = await this.links.session(token);
    if (session === undefined) {
      this.guesses.wasWrong({ ip, credential: token });
      throw Problem.fromStatus(401, 'your session has ended: ask for a new link');
    }
    return session;
  }
}
