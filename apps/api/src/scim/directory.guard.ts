import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { requireFullSync } from '#persistence';
import { ScimError } from '#scim';
import { BearerAccess } from './bearer-access.js';

/** Who is asking, and for which directory: the scope that every call below takes as its first argument. */
export interface ScimScope {
  directoryId: string;
  secretId: string;
}

export interface ScimRequest extends FastifyRequest {
  scope: ScimScope;
}

/** A wrong token and an unknown directory look the same: 401. A disabled directory says so only to who holds its token: 403. */
@Injectable()
export class DirectoryGuard implements CanActivate {
  constructor(
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
    @Inject(Pool) private readonly pool: Pool,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ScimRequest>();
    const { directoryId } = request.params as { directoryId: string };
    const token = tokenOf(request.headers.authorization);
    if (token === undefined) {
      throw ScimError.unauthorized('send the bearer token of this directory in the Authorization header');
    }
    const bearer = await this.bearers.check(directoryId, token);
    if (bearer === undefined) {
      throw ScimError.unauthorized('the bearer token is wrong, revoked or expired, or belongs to another directory');
    }
    if (!bearer.enabled) {
      if (request.method !== 'GET') await requireFullSync(this.pool, directoryId);
      throw ScimError.forbidden('the directory is disabled; enable it and run a full sync');
    }
    request.scope = { directoryId, secretId: bearer.secretId };
    return true;
  }
}

/** `Bearer x` in any case, or the bare token: Okta sends what the admin typed, verbatim (rule 19.1.5). */
function tokenOf(header: string | undefined): string | undefined {
  const token = header?.replace(/^bearer\s+/i, '').trim();
  return token === undefined || token === '' || /\s/.test(token) ? undefined : token;
}
