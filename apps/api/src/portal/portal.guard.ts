import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Problem } from '../http/problem.js';
import { type ManagementRequest } from '../management/access/acting.js';
import { SecurityEvents } from '../security-events.js';
import { OPENED_BY, type OpenedBy } from '../management/portal-links/sections.js';

/** Keeps a portal session, known since `PortalAdmission`, within the sections and the directory of its link. */
@Injectable()
export class PortalGuard implements CanActivate {
  constructor(@Inject(SecurityEvents) private readonly events: SecurityEvents) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    const session = request.portalSession;
    if (session === undefined) throw Problem.fromStatus(401, 'open the portal by its link');
    const { directoryId } = request.params as { directoryId?: string };
    if (session.directoryId !== null && directoryId !== undefined && directoryId !== session.directoryId) {
      // In the words for a directory that does not exist.
      throw Problem.notFound('directory', directoryId);
    }
    const openedBy = (Reflect.getMetadata(OPENED_BY, context.getClass()) as OpenedBy | undefined) ?? {};
    const sections = openedBy[context.getHandler().name] ?? [];
    // A route that names no section is closed: forgetting it must not open a door.
    if (sections.some((section) => session.sections === null || session.sections.includes(section))) return true;
    const { ip, id: requestId, routeOptions } = request;
    this.events.note('scope_missing', { ip, requestId, key: session.id, route: routeOptions.url });
    throw Problem.fromStatus(403, 'the link to this portal does not include this section');
  }
}
