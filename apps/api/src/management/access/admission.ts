import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { RateLimits } from '../limits/rate-limits.js';
import { type ApiClient, ApiClients } from './api-clients.js';

export interface ManagementRequest extends FastifyRequest {
  /** Who asks; undefined outside /api/v1. */
  client?: ApiClient;
}

/** Who may ask at all, before a byte of the body is read: what a stranger sends is never parsed. */
@Injectable()
export class Admission implements OnModuleInit {
  constructor(
    @Inject(ApiClients) private readonly clients: ApiClients,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request, reply) => {
      if (!request.routeOptions.url?.startsWith('/api/v1/')) return;
      const client = await this.identify(request);
      (request as ManagementRequest).client = client;
      void reply.headers(this.limits.take(client));
    });
  }

  /** @throws Problem 401 for what is no live API key or access token */
  private async identify({ ip, id: requestId, headers: { authorization } }: FastifyRequest): Promise<ApiClient> {
    const credential = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (credential === undefined) throw Problem.fromStatus(401, 'send "Authorization: Bearer <API key>"');
    this.guesses.admit({ ip, credential });
    const client = await this.clients.identify(credential);
    if (client === undefined) {
      this.guesses.wasWrong({ ip, credential });
      this.events.note('key_refused', { ip, requestId });
      throw Problem.fromStatus(401, 'the API key or access token is not valid, or not any more');
    }
    this.guesses.wasRight({ ip, credential });
    return client;
  }
}
