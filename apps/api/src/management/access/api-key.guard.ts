import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { SecurityEvents } from '../../security-events.js';
import { Problem } from '../../http/problem.js';
import { type ManagementRequest } from './acting.js';
import { grants, REQUIRED_SCOPE, type Scope } from './scope.js';

/** Lets a request through whose client, known since `Admission`, has sufficient scope. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { client, ip, id: requestId, routeOptions } = context.switchToHttp().getRequest<ManagementRequest>();
    if (client === undefined) throw Problem.fromStatus(401, 'send "Authorization: Bearer <API key>"');
    // A route that says nothing is for administrators: forgetting the decorator must not open a door.
    const required = this.reflector.get<Scope | undefined>(REQUIRED_SCOPE, context.getHandler()) ?? 'admin';
    if (!grants(client.scopes, required)) {
      this.events.note('scope_missing', { ip, requestId, key: client.keyId, scope: required, route: routeOptions.url });
      throw Problem.fromStatus(403, `this needs an API key with the scope "${required}"`);
    }
    return true;
  }
}
