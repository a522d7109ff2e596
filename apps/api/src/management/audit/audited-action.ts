import { applyDecorators, type CustomDecorator, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyRequest } from 'fastify';

/** What a route does, as the audit log names it. */
export interface AuditedAction {
  action: string;
  targetType: string;
}

const NAME = 'rollcall:audited-action';

/** `<target type>.<verb>`: a promise to whoever reads the log. Guards, interceptors and the hooks of the server find it at the route. */
export function Audited(action: string): MethodDecorator {
  return applyDecorators(SetMetadata(NAME, action) as CustomDecorator, RouteConfig({ auditedAction: action }));
}

export function actionOf(handler: object): string | undefined {
  return Reflect.getMetadata(NAME, handler) as string | undefined;
}

/** Known as soon as the router has found the route, for requests that are refused before their handler. */
export function actionOfRoute({ routeOptions }: FastifyRequest): string | undefined {
  return (routeOptions.config as { auditedAction?: string }).auditedAction;
}

export function auditedAction(action: string): AuditedAction {
  return { action, targetType: action.split('.', 1)[0]! };
}

/** Reads that hand out a secret, or all that is known of a person or a directory. */
export const EXPORTS: ReadonlySet<string> = new Set([
  'audit_log.export',
  'endpoint.secret',
  'personal_data.export',
  'snapshot.take',
]);

/** The last id of the path. The portal has the organization in no path, and adds it behind all others. */
export function lastIdOf({ organizationId, ...others }: Record<string, string | undefined>): string | null {
  return Object.values(others).at(-1) ?? organizationId ?? null;
}

/** The id of what was done: what the answer shows of it, or the last id of the path. */
export function auditedTarget(targetType: string, answer: unknown, params: Record<string, string>): string | null {
  const shown = (answer ?? {}) as Record<string, { id?: unknown } | string | undefined>;
  const own = shown[targetType] ?? shown[targetType.split('_').at(-1)!];
  if (typeof own === 'object' && typeof own?.id === 'string') return own.id;
  if (typeof shown['client_id'] === 'string') return shown['client_id'];
  return lastIdOf(params);
}
