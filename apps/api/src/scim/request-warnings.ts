import { type FastifyRequest } from 'fastify';

const warnings = new WeakMap<FastifyRequest, readonly string[]>();

/** What the request log tells of a request that was carried out, but not as a whole. */
export function warnOf(request: FastifyRequest, sentences: readonly string[]): void {
  if (sentences.length > 0) warnings.set(request, sentences);
}

export function warningsOf(request: FastifyRequest): readonly string[] {
  return warnings.get(request) ?? [];
}
