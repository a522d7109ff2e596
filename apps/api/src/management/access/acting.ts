import { type FastifyRequest } from 'fastify';
import { type PortalSession } from '#persistence';
import { type ApiClient } from './api-clients.js';

export interface ManagementRequest extends FastifyRequest {
  /** The API key that asks; undefined outside /api/v1. */
  client?: ApiClient;
  /** The session of the dashboard by which the client is known, if there is one. */
  dashboardSession?: { id: string; expiresAt: string; keyName: string };
  /** The organization whose administrator asks; undefined outside /portal/api. */
  portalSession?: PortalSession;
}

/** The actor, as audit entries and idempotency keys name it. */
export interface Acting {
  actor: 'api_key' | 'portal';
  id: string;
}

export function actingOf({ client, portalSession }: ManagementRequest): Acting | undefined {
  if (portalSession !== undefined) return { actor: 'portal', id: portalSession.id };
  return client && { actor: 'api_key', id: client.keyId };
}
