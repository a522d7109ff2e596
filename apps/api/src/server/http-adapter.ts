import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type RequestListener } from 'node:http';
import { createSecureContext } from 'node:tls';
import multipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { type Environment, EnvironmentError } from '#config';
import { createLogger } from '#log';
import { withRpc } from '../scalekit-compat/rpc-handler.js';
import { createListener } from '../listener/listener.js';
import { isAddressAllowed } from '../scim/address-allowlist.js';
import { isTokenPath, MAX_TOKEN_BYTES } from '../tokens/token-path.js';
import { answerProblem } from './answer-problem.js';
import { measureBodies } from './measured-body.js';
import { BadRequestError } from '../http/bad-request.error.js';
import { MAX_BODY_BYTES, MAX_BULK_BYTES } from '../http/body-limits.js';
import { withForwardedAddresses } from '../http/forwarded-addresses.js';
import { assertOneHost } from '../http/one-host.js';
import { assertOneValue } from '../http/one-value.js';
import { parseJson } from '../http/parse-json.js';
import { readForm } from '../http/read-form.js';
import { refuseUnreadable } from '../http/refuse-unreadable.js';
import { rewriteUrl } from '../http/rewrite-url.js';
import { withSecurityHeaders } from '../http/security-headers.js';

/** With room for what lies between the files of a multipart body. */
const MAX_UPLOAD_BYTES = 101 * MAX_BODY_BYTES;
/** Where test inboxes take requests. */
const INBOX = '/inbox/:token';
/** Where somebody leaves by a body: what it says besides and cannot be stored is left aside by whoever reads it. */
const LEAVES_ASIDE = /\/scim\/v2\/(?:Users\/:id|Bulk)$/;
const MAX_INBOX_BYTES = 262_144;

export function createHttpAdapter(environment: Environment, logger: boolean, silenceMs?: number): FastifyAdapter {
  const log = createLogger('api', logger);
  return new FastifyAdapter({
    ...(logger && { loggerInstance: log }),
    // A line per request of our own: the built-in one carries the URL, whose filters carry personal data.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: environment.trustedProxies.length > 0 ? environment.trustedProxies : false,
    // The clients that append a slash, or join a base URL with one, are listed at GENERIC-T4 and ENTRA-R23.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 500 },
    rewriteUrl: (request: IncomingMessage) => rewriteUrl(request.url ?? '/'),
    // What the router refuses itself, such as a path that is no UTF-8, reaches neither a hook nor a filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.header('x-request-id', request.id);
      answerProblem(error, request, reply);
    },
    clientErrorHandler: refuseUnreadable,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    serverFactory: (handle: RequestListener) =>
      createListener(withSecurityHeaders(withForwardedAddresses(withRpc(handle, log)), environment.publicUrl), {
        tls: readTls(environment),
        silenceMs,
        isTrustedProxy: (address) =>
          environment.trustedProxies.length > 0 && isAddressAllowed(address, environment.trustedProxies),
      }),
  });
}

/** @throws EnvironmentError where the files, of which the environment knows that they are PEM, do not belong together */
function readTls({ tlsCert, tlsKey }: Environment): { cert: string; key: string } | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const pair = { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
  try {
    createSecureContext(pair);
  } catch {
    throw new EnvironmentError([{ variable: 'TLS_CERT', must: 'a certificate, and the one of TLS_KEY' }]);
  }
  return pair;
}

/** Takes some milliseconds to be read. */
const LARGE_BODY = 131_072;

/** HTTP/1 announces a body by its length or its coding (RFC 9112 §6.3); HTTP/2 ends the stream with the headers where there is none. */
function hasBody(raw: IncomingMessage): boolean {
  if (raw.headers['content-length'] !== undefined) return raw.headers['content-length'] !== '0';
  const { stream } = raw as { stream?: { endAfterHeaders?: boolean } };
  return stream === undefined ? raw.headers['transfer-encoding'] !== undefined : stream.endAfterHeaders !== true;
}

const isUpload = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.endsWith('/uploads') === true;

/** Bodies, the request id and the log line: what every route shares. */
export function configureHttp(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.removeAllContentTypeParsers();
  // rule 19.1.3 (docs/idp/rules.md): any charset parameter is tolerated, JSON is UTF-8 anyway.
  fastify.addContentTypeParser(/^application\/(scim\+)?json\s*(;|$)/i, { parseAs: 'buffer' }, (request, body, done) => {
    // Signatures are of the bytes.
    if (request.routeOptions.url === INBOX) return done(null, body);
    try {
      const value = parseJson(body as Buffer, !LEAVES_ASIDE.test(request.routeOptions.url ?? ''));
      // Between reading a large body and working on it others get their turn.
      if (body.length > LARGE_BODY) setImmediate(() => done(null, value));
      else done(null, value);
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    // A form's fields are strings that would pass for a JSON body: only token endpoints (RFC 6749 §4.4.2) and pages speak it.
    if (/\/oauth\/token$|^\/(?:portal|dashboard)\//.test(request.routeOptions.url ?? ''))
      done(null, readForm(body as string));
    else done(new UnsupportedMediaTypeException('send the body as application/json'));
  });
  fastify.addContentTypeParser(
    /^(?:image\/|application\/octet-stream)/i,
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (request.routeOptions.url?.endsWith('/portal_settings/logo')) done(null, body);
      else done(new UnsupportedMediaTypeException('send the body as application/json'));
    },
  );
  // Read by the route itself, piece by piece.
  fastify.addContentTypeParser(/^text\/csv\s*(;|$)/i, (request, payload, done) => {
    if (!isUpload(request)) return done(new UnsupportedMediaTypeException('send the body as application/json'));
    (request as FastifyRequest & { csv?: IncomingMessage }).csv = payload;
    done(null);
  });
  void fastify.register(multipart);
  fastify.addHook('onRoute', (route) => {
    if (route.url.endsWith('/scim/v2/Bulk')) route.bodyLimit = MAX_BULK_BYTES;
    if (route.url === INBOX) route.bodyLimit = MAX_INBOX_BYTES;
    if (isTokenPath(route.url)) route.bodyLimit = MAX_TOKEN_BYTES;
    if (route.url.endsWith('/uploads')) route.bodyLimit = MAX_UPLOAD_BYTES;
  });
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    assertOneHost(request.raw);
    // No id, filter or cursor has one, and PostgreSQL stores none.
    if (request.url.includes('%00')) throw new BadRequestError('the URL contains a NUL character', 'url');
  });
  fastify.addHook('onRequest', async ({ raw }) => {
    // A type without a body says nothing: some clients put one on each DELETE.
    if (!hasBody(raw)) delete raw.headers['content-type'];
  });
  fastify.addHook('onRequest', async (request) => {
    if (/^multipart\//i.test(request.headers['content-type'] ?? '') && !isUpload(request)) {
      throw new UnsupportedMediaTypeException('send the body as application/json');
    }
  });
  fastify.addHook('preParsing', measureBodies(isUpload));
  // Once it is known who asks: strangers learn nothing by it.
  fastify.addHook('preValidation', async ({ routeOptions, query }) => assertOneValue(routeOptions.url, query));
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    // Set with refusals of bodies; HTTP/2 has no such header (RFC 9113 §8.2.2), and Node warns of it.
    if (request.raw.httpVersionMajor === 2) void reply.removeHeader('connection');
    done();
  });
  fastify.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...((request.params as { directoryId?: string })?.directoryId && {
          directory: (request.params as { directoryId: string }).directoryId,
        }),
      },
      'request',
    );
  });
}
