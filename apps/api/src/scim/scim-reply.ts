import { type FastifyReply } from 'fastify';

/**
 * Answers as `application/scim+json` without a charset: two public conformance suites reject one with it. The body goes out as
 * bytes because Fastify adds a charset to JSON that it gets as an object or as a string.
 */
export function sendScim(
  reply: FastifyReply,
  status: number,
  body?: object,
  headers: Record<string, string> = {},
): void {
  void reply.status(status).headers(headers);
  if (body === undefined) void reply.send();
  else void reply.type('application/scim+json').send(Buffer.from(JSON.stringify(body)));
}
