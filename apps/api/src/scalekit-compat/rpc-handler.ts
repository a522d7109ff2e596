import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import { type DescMessage, type DescMethodUnary } from '@bufbuild/protobuf';
import { type Logger } from '#log';
import { createConnectRouter } from '@connectrpc/connect';
import {
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node';
import { type UniversalServerRequest } from '@connectrpc/connect/protocol';
import { assertOneHost } from '../http/one-host.js';
import { AdmittedCallers } from './admitted-callers.js';
import { callerContext } from './caller.js';
import { directoriesFile, eventsFile, organizationsFile } from './descriptors.js';
import { passBack, refusalIn, restCall } from './rest-call.js';
import { failing, MAX_MESSAGE_BYTES, withMeasuredMessage } from './rpc-message.js';
import { RPC_ROUTES } from './rpc-routes.js';

const METHODS = [organizationsFile, directoriesFile, eventsFile]
  .flatMap(({ services }) => services)
  .flatMap(({ methods }) => methods as DescMethodUnary[]);

/** gRPC's UNIMPLEMENTED. */
const UNIMPLEMENTED = '12';

/** Where every RPC is; nothing else is. */
const PREFIX = '/scalekit.v1.';

/**
 * gRPC, gRPC-web and Connect on top of the REST API: an RPC is the REST request that its route in RPC_ROUTES names, handled by
 * the same handler. Keys, scopes, validation, limits and logs therefore are those of REST, and so are the errors.
 */
export function withRpc(rest: RequestListener, log: Pick<Logger, 'warn'>): RequestListener {
  const router = createConnectRouter({ readMaxBytes: MAX_MESSAGE_BYTES, acceptCompression: [compressionGzip] });
  for (const method of METHODS)
    router.rpc(method, restCall(rest, method, RPC_ROUTES[method.parent.typeName]![method.name]!));
  const callers = new AdmittedCallers(rest);
  const check = async (
    call: UniversalServerRequest,
    request: IncomingMessage,
    response: ServerResponse,
    message: DescMessage,
  ): Promise<UniversalServerRequest> => {
    try {
      const refusal = await callers.refusalOf(request);
      if (refusal === undefined) return await withMeasuredMessage(call, message);
      passBack(refusal, (name, value) => response.setHeader(name, value));
      return failing(call, refusalIn(refusal));
    } catch (error) {
      return failing(call, error);
    }
  };
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));

  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (!path.startsWith(PREFIX)) return rest(request, response);
    // REST refuses what names two hosts.
    if (namesTwoHosts(request)) return rest(request, response);
    const handler = handlers.get(path);
    if (handler === undefined && !isGrpc(request)) return rest(request, response);
    // Calls answer with the id of their REST request instead; this one is of those that do not get so far.
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    resetUnreadBody(request, response);
    if (handler === undefined) return refuse(request, response);
    const serve = async (): Promise<void> => {
      const call = universalRequestFromNodeRequest(request, response, undefined, callerContext(request));
      // What is no call is refused without a look at its body.
      const isCall = request.method === 'POST' && handler.supportedContentType(request.headers['content-type'] ?? '');
      const checked = isCall ? await check(call, request, response, handler.method.input) : call;
      await universalResponseToNodeResponse(await handler(checked), response);
    };
    // What fails here are requests without a usable authority, and clients that have gone.
    serve().catch((error: unknown) => {
      // The path is one of METHODS: nothing that a stranger wrote.
      log.warn(
        { err: error, requestId, rpc: path, answered: response.headersSent },
        'an RPC failed before its request',
      );
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  };
}

/**
 * A call that is refused is answered before its body has come. Over HTTP/2 the stream is then reset without an error
 * (RFC 9113 §8.1), or the client would go on sending what nobody reads.
 */
function resetUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  const { stream } = request as { stream?: ServerHttp2Stream };
  if (stream === undefined) return;
  response.once('finish', () => {
    if (!stream.readableEnded && !stream.closed) stream.close(constants.NGHTTP2_NO_ERROR);
  });
}

function namesTwoHosts(request: IncomingMessage): boolean {
  try {
    assertOneHost(request);
    return false;
  } catch {
    // The error is thrown again where REST looks at the same request.
    return true;
  }
}

function isGrpc(request: IncomingMessage): boolean {
  return /^application\/grpc/i.test(request.headers['content-type'] ?? '');
}

/** In gRPC's words, without a body ("trailers only"): a 404 would reach the client as an error of the network. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': request.headers['content-type'],
    'grpc-status': UNIMPLEMENTED,
    'grpc-message': 'this service is not implemented',
  });
  response.end();
}
