import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import { AuditLog } from '#persistence';
import { SecurityEvents } from '../../security-events.js';
import { actingOf, type ManagementRequest } from '../access/acting.js';
import { REQUIRED_SCOPE, type Scope } from '../access/scope.js';
import { originalOf } from '../../portal/mirror.js';
import { auditedAction, auditedTarget } from './audited-action.js';

/** Set on a GET that gives out a secret, or all that is known of a person or a directory. */
export const AUDITED_READ = 'rollcall:audited-read';

/** Writes down every management write before it is answered: a client that was told "done" finds it in the audit log. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(SecurityEvents) private readonly events: SecurityEvents,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<ManagementRequest>();
    if (!this.isAudited(context, request.method)) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.record(context, request, answer);
        return answer;
      }),
    );
  }

  /** A POST that needs no more than `read` only asks. */
  private isAudited(context: ExecutionContext, method: string): boolean {
    const handler = context.getHandler();
    if (method === 'GET') return this.reflector.get<boolean | undefined>(AUDITED_READ, handler) === true;
    return this.reflector.get<Scope | undefined>(REQUIRED_SCOPE, handler) !== 'read';
  }

  private async record(context: ExecutionContext, request: ManagementRequest, answer: unknown): Promise<void> {
    const { action, targetType } = auditedAction(originalOf(context.getClass()).name, context.getHandler().name);
    const params = request.params as Record<string, string>;
    const targetId = auditedTarget(targetType, answer, params);
    const acting = actingOf(request);
    if (request.method === 'GET') {
      this.events.note('data_exported', {
        ip: request.ip,
        requestId: request.id,
        ...(acting && { key: acting.id }),
        ...(params['organizationId'] && { organization: params['organizationId'] }),
        ...(params['directoryId'] && { directory: params['directoryId'] }),
        route: action,
      });
    }
    await this.log.record({
      actor: acting?.actor ?? 'api_key',
      actorId: acting?.id ?? null,
      action,
      targetType,
      targetId,
      organizationId: params['organizationId'] ?? (targetType === 'organization' ? targetId : null),
      directoryId: params['directoryId'] ?? (targetType === 'directory' ? targetId : null),
      ip: request.ip,
      requestId: request.id,
    });
  }
}
