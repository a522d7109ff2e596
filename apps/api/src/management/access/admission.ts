import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Environment } from '#config';
import { readCookie } from '../../http/cookies.js';
import { CLIENT_HEADER, isOwnCall } from '../../http/own-call.js';
import { Problem } from '../../http/problem.js';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { KeyTurns } from '../limits/key-turns.js';
import { RateLimits } from '../limits/rate-limits.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SESSION_COOKIE } from '../sessions/session-cookie.js';
import { type ManagementRequest } from './acting.js';
import { type ApiClient, ApiClients } from './api-clients.js';

/** Signing in is how a browser gets its session. */
const SIGN_IN = '/api/v1/sessions';

/** Checks the key before a byte of the body is read: a stranger's body is never parsed. */
@Injectable()
export class Admission implements OnModuleInit {
  constructor(
    @Inject(ApiClients) private readonly clients: ApiClients,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(KeyTurns) private readonly turns: KeyTurns,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request, reply) => {
      const route = request.routeOptions.url;
      if (route === undefined || !route.startsWith('/api/v1/') || route === SIGN_IN) return;
      const client = await this.identify(request);
      (request as ManagementRequest).client = client;
      void reply.headers(this.limits.take(client));
      await this.turns.take(client.keyId, reply);
    });
  }

  /** @throws Problem 401 for what is no live API key, access token or session */
  private async identify(request: FastifyRequest): Promise<ApiClient> {
    const { ip, id: requestId, headers } = request;
    const session = headers.authorization ? undefined : readCookie(headers, SESSION_COOKIE);
    if (session !== undefined) return await this.identifySession(request, session);
    const credential = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (credential === undefined) throw Problem.fromStatus(401, 'send "Authorization: Bearer <API key>"');
    await this.guesses.admit({ ip, credential });
    const client = await this.clients.identify(credential);
    if (client === undefined) {
      this.guesses.wasWrong({ ip, credential });
      this.events.note('key_refused', { ip, requestId });
      throw Problem.fromStatus(401, 'the API key or access token is not valid, or not any more');
    }
    this.guesses.wasRight({ ip, credential });
    return client;
  }

  /** A browser sends its cookie whoever asks it to: only the dashboard itself can add the header. */
  private async identifySession(request: FastifyRequest, token: string): Promise<ApiClient> {
    const { ip, id: requestId, headers } = request;
    if (!isOwnCall(headers, 'dashboard', this.environment.publicUrl)) {
      this.events.note('origin_refused', { ip, requestId });
      throw Problem.fromStatus(403, `send "${CLIENT_HEADER}: dashboard" with the cookie, from the dashboard itself`);
    }
    await this.guesses.admit({ ip, credential: token });
    const session = await this.sessions.find(token);
    if (session === undefined) {
      this.guesses.wasWrong({ ip, credential: token });
      throw Problem.fromStatus(401, 'your session has ended: sign in again');
    }
    const { id, keyName, ...client } = session;
    (request as ManagementRequest).dashboardSession = { id, keyName, expiresAt: client.expiresAt };
    return client;
  }
}
