import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { limitArrival } from './arrival.js';
import { ConnectionsPerAddress, networkOf } from './connections-per-address.js';
import { readFirstBytes } from './first-bytes.js';
import { type Http2Handler, Http2Sessions } from './http2-sessions.js';
import { LargeAnswers } from './large-answers.js';
import { inTurn } from './requests-in-turn.js';
import { Rounds } from './rounds.js';
import { UnreadAnswers } from './unread-answers.js';

export interface ListenerOptions {
  /** PEM texts. Undefined: cleartext, HTTP/2 with prior knowledge. */
  tls?: { cert: string; key: string };
  /** For a connection to say its first word, in milliseconds. */
  firstBytesMs?: number;
  /** For requests to end once the listener closes, in milliseconds. */
  drainMs?: number;
  /** For a header to arrive, for a body to go on, and for an answer to be read on, in milliseconds. */
  silenceMs?: number;
  /** Of answers that nobody reads, in the whole process. */
  unreadBytes?: number;
  /** Connections of one address. */
  connectionsPerAddress?: number;
  /** Addresses whose connections are not counted. */
  isTrustedProxy?: (address: string) => boolean;
}

const FIRST_BYTES_MS = 10_000;

/** On shutdown, running requests have 8 s (docs/operations.md). */
const DRAIN_MS = 8_000;

/** Each takes a file descriptor and memory; what comes beyond is refused at once. */
const MAX_CONNECTIONS = 10_000;

/** A tenth of all, for one address. */
const MAX_CONNECTIONS_PER_ADDRESS = 1_000;

const HANDSHAKE_MS = 10_000;

/** With the second at which it is noticed, whoever is silent in the middle of a request or of an answer is gone within 15 s. */
const SILENCE_MS = 10_000;
const CHECK_MS = 1_000;

/** A body of 8 MiB has two minutes at this rate, and one of 640 KiB has SILENCE_MS: meanwhile each has a turn. */
const MIN_BYTES_PER_SECOND = 65_536;

/** Requests of one HTTP/1.1 connection that may wait behind the one in work. No client pipelines more. */
const MAX_PIPELINED = 32;

/** Of answers that nobody reads, in the whole process. */
const MAX_UNREAD_BYTES = 256 * 1_048_576;

/** Longer than the idle time of the usual load balancers (60 s), so that it is never we who close under their request. */
const KEEP_ALIVE_MS = 72_000;

/**
 * One port for HTTP/1.1 and HTTP/2, by the first bytes, or by ALPN over TLS. It is Node's HTTP/1.1 server, whose connections are
 * looked at before it gets them: so all that is known of such servers (`listen`, `close`, `address`, header limits) holds.
 */
export function createListener(handle: RequestListener, options: ListenerOptions = {}): Server {
  const { tls, firstBytesMs = FIRST_BYTES_MS, drainMs = DRAIN_MS, silenceMs = SILENCE_MS } = options;
  const arrival = { graceMs: silenceMs, bytesPerSecond: MIN_BYTES_PER_SECOND };
  const inWork = new WeakSet<Socket>();
  const large = new LargeAnswers();
  const { isTrustedProxy = () => false } = options;
  // A trusted proxy speaks for many: each of its connections is a sender.
  const senders = new WeakMap<Socket, Socket | string>();
  const senderOf = (socket: Socket): Socket | string => {
    const { remoteAddress } = socket;
    const sender =
      senders.get(socket) ??
      (remoteAddress === undefined || isTrustedProxy(remoteAddress) ? socket : networkOf(remoteAddress));
    senders.set(socket, sender);
    return sender;
  };
  const rounds = new Rounds<Socket | string>();
  const arriving: RequestListener = (request, response) => {
    const { socket } = request;
    inWork.add(socket);
    response.once('close', () => inWork.delete(socket));
    limitArrival(request, arrival);
    large.inPieces(request, response, socket);
    rounds.enter(senderOf(socket), response, () => handle(request, response));
  };
  const handleHttp1 = inTurn(arriving, { connectionOf: ({ socket }) => socket, running: 1, waiting: MAX_PIPELINED });
  const limits = { headersTimeout: silenceMs, connectionsCheckingInterval: CHECK_MS };
  const server: Server =
    tls === undefined
      ? createHttpServer(limits, handleHttp1)
      : createHttpsServer(
          {
            ...tls,
            ...limits,
            ALPNProtocols: ['h2', 'http/1.1'],
            minVersion: 'TLSv1.2',
            handshakeTimeout: HANDSHAKE_MS,
          },
          handleHttp1,
        );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = MAX_CONNECTIONS;
  // Node counts what the kernel takes of an answer as progress. A request that we still work on is left alone.
  server.timeout = silenceMs;
  server.on('timeout', (socket) => {
    const { bytesRead } = socket;
    // After one more turn of the loop: what came while the process was busy is read first.
    setImmediate(() => {
      if (socket.bytesRead === bytesRead && (!inWork.has(socket) || socket.writableLength > 0)) socket.destroy();
    });
  });

  const handleHttp2: Http2Handler = (request, response) => {
    const socket = http2.socketOf(request.stream);
    const [plainRequest, plainResponse] = [request, response] as unknown as Parameters<RequestListener>;
    if (socket === undefined) return handle(plainRequest, plainResponse);
    large.inPieces(plainRequest, plainResponse, socket);
    rounds.enter(senderOf(socket), response, () => handle(plainRequest, plainResponse));
  };
  const http2 = new Http2Sessions(handleHttp2, silenceMs);
  // Over TLS, what waits for a client waits in the socket that encrypts.
  const readers = new Set<Socket>();
  const undecided = new Set<Socket>();
  const ready = tls === undefined ? 'connection' : 'secureConnection';
  const serveHttp1 = server.listeners(ready)[0] as (this: Server, socket: Socket) => void;
  server.off(ready, serveHttp1);
  server.on(ready, (socket: Socket) => {
    readers.add(socket.once('close', () => readers.delete(socket)));
    if ((socket as TLSSocket).alpnProtocol === 'h2') return http2.serve(socket);
    const decided = (): boolean => undecided.delete(socket);
    undecided.add(socket.once('close', decided));
    readFirstBytes(socket, firstBytesMs, (protocol) => {
      decided();
      // Over TLS, HTTP/2 is what both sides have agreed on, and nothing else is (RFC 9113 §3.2).
      if (protocol === 'http2' && tls === undefined) http2.serve(socket);
      else serveHttp1.call(server, socket);
    });
  });

  const { connectionsPerAddress = MAX_CONNECTIONS_PER_ADDRESS } = options;
  const addresses = new ConnectionsPerAddress(connectionsPerAddress, isTrustedProxy);
  const open = new Set<Socket>();
  const unread = new UnreadAnswers(
    readers,
    (socket) => socket.writableLength + large.bytesOf(socket) + http2.unreadOf(socket),
    options.unreadBytes ?? MAX_UNREAD_BYTES,
  );
  const checks = setInterval(() => unread.check(performance.now()), CHECK_MS).unref();
  server.prependListener('connection', (socket: Socket) => {
    if (addresses.admit(socket)) open.add(socket.once('close', () => open.delete(socket)));
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    clearInterval(checks);
    const limit = setTimeout(() => open.forEach((socket) => socket.destroy()), drainMs);
    close((error) => {
      clearTimeout(limit);
      done?.(error);
    });
    undecided.forEach((socket) => socket.destroy());
    http2.end();
    return server;
  };
  return server;
}
