import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { SecurityEvents } from '../../security-events.js';
import { Guesses } from '../../tokens/guesses.js';
import { type ManagementRequest } from '../access/acting.js';
import { type ApiClient, ApiClients } from '../access/api-clients.js';
import { grants } from '../access/scope.js';
import { KeyTurns } from '../limits/key-turns.js';
import { RateLimits } from '../limits/rate-limits.js';
import { bearerChallenge, bearerRefusal } from './bearer-refusal.js';

/**
 * Who may use the stream API, before a byte of the body is read. Receivers of the Shared Signals Framework come with an access token in
 * the header (CAEP Interoperability Profile 1.0 §2.7.2); an API key itself is no access token.
 */
@Injectable()
export class StreamAdmission implements OnModuleInit {
  constructor(
    @Inject(ApiClients) private readonly clients: ApiClients,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(KeyTurns) private readonly turns: KeyTurns,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request, reply) => {
      if (!request.routeOptions.url?.startsWith('/ssf/')) return;
      void reply.header('cache-control', 'no-store');
      const client = await this.identify(request);
      (request as ManagementRequest).client = client;
      void reply.headers(this.limits.take(client));
      this.assertScope(request, client);
      await this.turns.take(client.keyId, reply);
    });
  }

  private async identify({ ip, id: requestId, headers, query }: FastifyRequest): Promise<ApiClient> {
    const { authorization } = headers;
    const isInQuery = (query as Record<string, unknown>)['access_token'] !== undefined;
    if (authorization === undefined) throw bearerChallenge();
    const credential = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (isInQuery)
      throw bearerRefusal('invalid_request', 'the access token was sent twice: send it in the header only');
    if (credential === undefined) {
      if (!/^Bearer\b/i.test(authorization)) throw bearerChallenge();
      throw bearerRefusal('invalid_request', 'the Authorization header holds no access token');
    }
    await this.guesses.admit({ ip, credential });
    const client = await this.clients.identifyToken(credential);
    if (client === undefined) {
      this.guesses.wasWrong({ ip, credential });
      this.events.note('key_refused', { ip, requestId });
      throw bearerRefusal('invalid_token', 'the access token is not valid, or not any more');
    }
    this.guesses.wasRight({ ip, credential });
    return client;
  }

  private assertScope({ method, ip, id: requestId, routeOptions }: FastifyRequest, client: ApiClient): void {
    const scope = method === 'GET' || method === 'HEAD' ? 'ssf.read' : 'ssf.manage';
    if (grants(client.scopes, scope)) return;
    this.events.note('scope_missing', { ip, requestId, key: client.keyId, scope, route: routeOptions.url });
    throw bearerRefusal('insufficient_scope', `this needs the scope ${scope}`, scope);
  }
}
