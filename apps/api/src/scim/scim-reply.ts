import { type FastifyReply } from 'fastify';
import { scimJson } from './scim-json.js';
import { warnOf } from './request-warnings.js';
import { type ScimAnswer } from './scim-answer.js';

/** The `www-authenticate` of every 401 of SCIM. */
export const SCIM_CHALLENGE = 'Bearer realm="SCIM"';

/**
 * Answers as `application/scim+json` without a charset: two public conformance suites reject one with it. The body goes out as
 * bytes because Fastify adds a charset to JSON that it gets as an object or as a string. At once, unless the body is very long.
 */
export async function sendScim(reply: FastifyReply, answer: ScimAnswer): Promise<void> {
  const { status, body, text, etag, location, warnings } = answer;
  warnOf(reply.request, warnings ?? []);
  void reply.status(status);
  if (etag !== undefined) void reply.header('etag', etag);
  if (location !== undefined) void reply.header('location', location);
  if (text === undefined && body === undefined) return void reply.send();
  const json = text === undefined ? scimJson(body!) : Buffer.from(text);
  void reply.type('application/scim+json').send(json instanceof Buffer ? json : await json);
}
