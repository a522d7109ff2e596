import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Searcher } from '#persistence';
import { goneSignal } from '../../http/gone-signal.js';
import { type ManagementRequest } from '../access/acting.js';

/**
 * Whose search a request is: the directory's in whose path it is, which the route looks up before, or the API key's. A directory that
 * only the query names may not exist, and would be a new one with every request.
 */
export const SearchedBy = createParamDecorator((_: unknown, context: ExecutionContext): Searcher => {
  const http = context.switchToHttp();
  const { params, client } = http.getRequest<ManagementRequest>();
  const { directoryId } = params as { directoryId?: string };
  return { tenant: directoryId ?? `key ${client!.keyId}`, gone: goneSignal(http.getResponse<FastifyReply>()) };
});
