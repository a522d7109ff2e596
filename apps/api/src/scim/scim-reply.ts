import { type FastifyReply } from 'fastify';
import { warnOf } from './request-warnings.js';
import { type ScimAnswer } from './scim-answer.js';

/**
 * Answers as `application/scim+json` without a charset: two public conformance suites reject one with it. The body goes out as
 * bytes because Fastify adds a charset to JSON that it gets as an object or as a string.
 */
export function sendScim(reply: FastifyReply, { status, body, text, etag, location, warnings }: ScimAnswer): void {
  warnOf(reply.request, warnings ?? []);
  void reply.status(status);
  if (etag !== undefined) void reply.header('etag', etag);
  if (location !== undefined) void reply.header('location', location);
  const json = text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (json === undefined) void reply.send();
  else void reply.type('application/scim+json').send(Buffer.from(json));
}
