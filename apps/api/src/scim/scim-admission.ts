import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { requireFullSync } from '#persistence';
import { ScimError } from '#scim';
import { isAddressAllowed } from './address-allowlist.js';
import { type Bearer, BearerAccess } from './bearer-access.js';
import { Guesses } from '../tokens/guesses.js';
import { SecurityEvents } from '../security-events.js';
import { readBearerToken } from './bearer-token.js';
import { type ScimRequest } from './directory.guard.js';

/**
 * Decides before the body is read, so that a wrong token is a 401 whatever comes with it. A wrong token and an unknown directory
 * look the same: 401. Only who holds a directory's token learns that it is disabled, or that the address is not allowed: 403.
 */
@Injectable()
export class ScimAdmission implements OnModuleInit {
  constructor(
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
    @Inject(Guesses) private readonly guesses: Guesses,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
    @Inject(Pool) private readonly pool: Pool,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onRequest', async (request) => {
      if (request.routeOptions.url?.startsWith('/directory/:directoryId/scim/')) await this.admit(request);
    });
  }

  private async admit(request: FastifyRequest): Promise<void> {
    const { directoryId } = request.params as { directoryId: string };
    const read = readBearerToken(request.headers.authorization);
    if ('problem' in read) throw ScimError.unauthorized(read.problem);
    const { token } = read;
    const { ip, id: requestId } = request;
    this.guesses.admit({ ip, credential: token });
    const bearer = await this.bearers.check(directoryId, token, (known) => isWelcome(known, ip));
    if (bearer === undefined) {
      this.guesses.wasWrong({ ip, credential: token });
      this.events.note('secret_refused', { ip, requestId, directory: directoryId });
      throw ScimError.unauthorized('the bearer token is wrong, revoked or expired, or belongs to another directory');
    }
    this.guesses.wasRight({ ip, credential: token });
    if (!isAddressAllowed(ip, bearer.allowlist)) {
      this.events.note('address_refused', { ip, requestId, directory: directoryId, key: bearer.secretId });
      throw ScimError.forbidden(`requests from ${ip} are not allowed: it is not in the directory's ip_allowlist`);
    }
    if (!bearer.enabled) {
      if (request.method !== 'GET') await requireFullSync(this.pool, directoryId);
      throw ScimError.forbidden('the directory is disabled; enable it and run a full sync');
    }
    (request as ScimRequest).scope = { directoryId, secretId: bearer.secretId };
  }
}

const isWelcome = (bearer: Bearer, ip: string): boolean => bearer.enabled && isAddressAllowed(ip, bearer.allowlist);
