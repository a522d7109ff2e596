import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';
import { ApiClients } from './api-clients.js';
import { grants, REQUIRED_SCOPE, type Scope } from './scope.js';

/** Lets a request through that carries a live API key, or an access token, of sufficient scope. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ApiClients) private readonly clients: ApiClients,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const credential = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (credential === undefined) throw Problem.fromStatus(401, 'send "Authorization: Bearer <API key>"');
    const client = await this.clients.identify(credential);
    if (client === undefined)
      throw Problem.fromStatus(401, 'the API key or access token is not valid, or not any more');
    // A route that says nothing is for administrators: forgetting the decorator must not open a door.
    const required = this.reflector.get<Scope | undefined>(REQUIRED_SCOPE, context.getHandler()) ?? 'admin';
    if (!grants(client.scopes, required))
      throw Problem.fromStatus(403, `this needs an API key with the scope "${required}"`);
    return true;
  }
}
