import { type FastifyReply } from 'fastify';

/**
 * Answers as `application/scim+json` without a charset: two public conformance suites reject one with it. The body goes out as
 * a string because Fastify adds a charset to what it serialises itself.
 */
export function sendScim(
  reply: FastifyReply,
  status: number,
  body?: object,
  headers: Record<string, string> = {},
): void {
  void reply.status(status).headers(headers);
  if (body === undefined) void reply.send();
  else void reply.type('application/scim+json').send(JSON.stringify(body));
}
