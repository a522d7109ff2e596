import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Searcher } from '#persistence';
import { goneSignal } from '../../http/gone-signal.js';
import { type ManagementRequest } from '../access/acting.js';

/**
 * Whose search a request is: the API key's where the key is for some organizations, as that is a tenant's; otherwise the directory's in
 * whose path it is, which the route looks up before, or the key's. A directory that only the query names may not exist, and would be a
 * new one with every request.
 */
export const SearchedBy = createParamDecorator((_: unknown, context: ExecutionContext): Searcher => {
  const http = context.switchToHttp();
  const { params, client, portalSession } = http.getRequest<ManagementRequest>();
  const { directoryId } = params as { directoryId?: string };
  const key = `key ${client?.keyId ?? portalSession?.organizationId}`;
  const tenant = client?.organizationIds == null ? (directoryId ?? key) : key;
  return { tenant, gone: goneSignal(http.getResponse<FastifyReply>()) };
});
