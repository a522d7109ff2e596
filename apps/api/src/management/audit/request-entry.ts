import { isId } from '#directory';
import { type AuditEntry } from '#persistence';
import { type ManagementRequest } from '../access/admission.js';
import { type AuditedAction } from './audited-action.js';

/** What a request says of the act that it asks for. What is no id is text from outside, and is left out. */
export function entryOf(request: ManagementRequest, { action, targetType }: AuditedAction): AuditEntry {
  const params = request.params as Record<string, string | undefined>;
  const { organization_id: asked } = request.query as Record<string, unknown>;
  const organizationId = idOr(null, 'org', params['organizationId'] ?? (request.method === 'GET' ? asked : undefined));
  return {
    actor: 'api_key',
    actorId: request.client?.keyId ?? null,
    action,
    targetType,
    targetId: Object.values(params).at(-1) ?? null,
    organizationId,
    directoryId: idOr(null, 'dir', params['directoryId']),
    ip: request.ip,
    requestId: request.id,
  };
}

/** Of a request that was refused: nothing that a stranger made up gets into the chain of an organization. */
export function refusedEntryOf(request: ManagementRequest, action: AuditedAction, errorCode: string): AuditEntry {
  const entry = entryOf(request, action);
  const ownOnly = request.client?.organizationIds ?? undefined;
  const isKnown = request.client !== undefined && (ownOnly?.includes(entry.organizationId ?? '') ?? true);
  return {
    ...entry,
    outcome: 'refused',
    errorCode,
    ...(!isKnown && { targetId: null, organizationId: null, directoryId: null }),
    ...(!/^[a-z]+_\w{1,60}$/.test(entry.targetId ?? '') && { targetId: null }),
  };
}

function idOr<T>(otherwise: T, kind: 'org' | 'dir', value: unknown): string | T {
  return typeof value === 'string' && isId(kind, value) ? value : otherwise;
}
