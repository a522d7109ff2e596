import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { readFirstBytes } from './first-bytes.js';
import { type Http2Handler, Http2Sessions } from './http2-sessions.js';

export interface ListenerOptions {
  /** PEM texts. Undefined: cleartext, HTTP/2 with prior knowledge. */
  tls?: { cert: string; key: string };
  /** For a connection to say its first word, in milliseconds. */
  firstBytesMs?: number;
  /** For requests to end once the listener closes, in milliseconds. */
  drainMs?: number;
}

const FIRST_BYTES_MS = 10_000;

/** Contract section 1: running requests have 8 s. */
const DRAIN_MS = 8_000;

/** Each takes a file descriptor and memory; what comes beyond is refused at once. */
const MAX_CONNECTIONS = 10_000;

const HANDSHAKE_MS = 10_000;

/** Longer than the idle time of the usual load balancers (60 s), so that it is never we who close under their request. */
const KEEP_ALIVE_MS = 72_000;

/**
 * One port for HTTP/1.1 and HTTP/2, by the first bytes, or by ALPN over TLS. It is Node's HTTP/1.1 server, whose connections are
 * looked at before it gets them: so all that is known of such servers (`listen`, `close`, `address`, header limits) holds.
 */
export function createListener(handle: RequestListener, options: ListenerOptions = {}): Server {
  const { tls, firstBytesMs = FIRST_BYTES_MS, drainMs = DRAIN_MS } = options;
  const server: Server =
    tls === undefined
      ? createHttpServer(handle)
      : createHttpsServer(
          { ...tls, ALPNProtocols: ['h2', 'http/1.1'], minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
          handle,
        );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = MAX_CONNECTIONS;

  const http2 = new Http2Sessions(handle as unknown as Http2Handler);
  const undecided = new Set<Socket>();
  const ready = tls === undefined ? 'connection' : 'secureConnection';
  const serveHttp1 = server.listeners(ready)[0] as (this: Server, socket: Socket) => void;
  server.off(ready, serveHttp1);
  server.on(ready, (socket: Socket) => {
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

  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket.once('close', () => open.delete(socket))));
  const close = server.close.bind(server);
  server.close = (done) => {
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
