import { isId } from '#directory';
import { type AuditEntry } from '#persistence';
import { actingOf, type ManagementRequest } from '../access/acting.js';
import { type AuditedAction, lastIdOf } from './audited-action.js';

/** What a request says of the act that it asks for. What is no id is text from outside, and is left out. */
export function entryOf(request: ManagementRequest, { action, targetType }: AuditedAction): AuditEntry {
  const params = request.params as Record<string, string | undefined>;
  const { organization_id: asked } = request.query as Record<string, unknown>;
  const organizationId = idOr(null, 'org', params['organizationId'] ?? (request.method === 'GET' ? asked : undefined));
  const acting = actingOf(request);
  return {
    actor: acting?.actor ?? 'api_key',
    actorId: acting?.id ?? null,
    action,
    targetType,
    targetId: lastIdOf(params),
    organizationId,
    directoryId: idOr(null, 'dir', params['directoryId']),
    ip: request.ip,
    requestId: request.id,
  };
}

/** Of a request that was refused: nothing that a stranger made up gets into the chain of an organization. */
export function refusedEntryOf(request: ManagementRequest, action: AuditedAction, errorCode: string): AuditEntry {
  const entry = entryOf(request, action);
  const isKnown = mayName(request, entry.organizationId);
  return {
    ...entry,
    outcome: 'refused',
    errorCode,
    ...(!isKnown && { targetId: null, organizationId: null, directoryId: null }),
    ...(!/^[a-z]+_\w{1,60}$/.test(entry.targetId ?? '') && { targetId: null }),
  };
}

/** A portal session is of the organization of its link; a key is of all organizations, or of those that it lists. */
function mayName({ client, portalSession }: ManagementRequest, organizationId: string | null): boolean {
  if (portalSession !== undefined) return portalSession.organizationId === organizationId;
  return client !== undefined && (client.organizationIds?.includes(organizationId ?? '') ?? true);
}

function idOr<T>(otherwise: T, kind: 'org' | 'dir', value: unknown): string | T {
  return typeof value === 'string' && isId(kind, value) ? value : otherwise;
}
