import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { Pool } from 'pg';
import { AuditedAct } from '#persistence';
import { SecurityEvents } from '../../security-events.js';
import { type ManagementRequest } from '../access/acting.js';
import { actionOf, auditedAction, auditedTarget, EXPORTS } from './audited-action.js';
import { entryOf } from './request-entry.js';

/**
 * Lets every audited act be written down: by its service, in the transaction of the act, or else here, before it is answered. A client
 * that was told "done" finds it in the audit log either way.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const name = actionOf(context.getHandler());
    if (name === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    return defer(() => this.answer(name, request, next));
  }

  private async answer(name: string, request: ManagementRequest, next: CallHandler): Promise<unknown> {
    const act = new AuditedAct(entryOf(request, auditedAction(name)));
    const answer: unknown = await act.run(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
    if (EXPORTS.has(name)) this.noteExport(name, request);
    if (!act.isWritten) {
      const { targetType } = auditedAction(name);
      const targetId = auditedTarget(targetType, answer, request.params as Record<string, string>);
      await act.write(this.pool, {
        targetId,
        ...(targetType === 'organization' && { organizationId: targetId }),
        ...(targetType === 'directory' && { directoryId: targetId }),
      });
    }
    return answer;
  }

  private noteExport(name: string, request: ManagementRequest): void {
    const { organizationId, directoryId, actorId } = entryOf(request, auditedAction(name));
    this.events.note('data_exported', {
      ip: request.ip,
      requestId: request.id,
      ...(actorId !== null && { key: actorId }),
      ...(organizationId !== null && { organization: organizationId }),
      ...(directoryId !== null && { directory: directoryId }),
      route: name,
    });
  }
}
