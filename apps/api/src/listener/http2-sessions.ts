import {
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type Socket } from 'node:net';

/** At once on one connection; clients queue what is more. */
const MAX_STREAMS = 100;

/** As much as Node takes over HTTP/1.1. */
const MAX_HEADER_BYTES = 16_384;

/** A session without traffic is asked to end. The next call of its client opens another. */
const IDLE_MS = 300_000;

/** For a request to arrive whole, as Node's `requestTimeout` over HTTP/1.1. */
const REQUEST_MS = 300_000;

export type Http2Handler = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** The HTTP/2 side of the port: it is given connections and serves their requests. */
export class Http2Sessions {
  private readonly server;
  private readonly sessions = new Set<ServerHttp2Session>();

  /** Against floods of resets, pings, settings and bad frames, nghttp2's and Node's own limits hold: they end the session. */
  constructor(handle: Http2Handler) {
    this.server = createServer(
      { settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: MAX_HEADER_BYTES, enablePush: false } },
      handle,
    );
    this.server.on('session', (session) => this.keep(session));
    this.server.on('stream', limitArrival);
  }

  serve(socket: Socket): void {
    // Sockets of an HTTP/1.1 server stay half open, which no HTTP/2 session has a use for.
    socket.allowHalfOpen = false;
    this.server.emit('connection', socket);
  }

  /** Tells clients to open no more streams here; each session ends with its last one. */
  end(): void {
    for (const session of this.sessions) session.close();
  }

  private keep(session: ServerHttp2Session): void {
    this.sessions.add(session);
    session.once('close', () => this.sessions.delete(session));
    session.setTimeout(IDLE_MS, () => {
      session.close();
      // Its peer may be gone without a word.
      const limit = setTimeout(() => session.destroy(), REQUEST_MS).unref();
      session.once('close', () => clearTimeout(limit));
    });
  }
}

function limitArrival(stream: ServerHttp2Stream): void {
  const limit = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), REQUEST_MS).unref();
  const arrived = (): void => clearTimeout(limit);
  stream.once('end', arrived).once('close', arrived);
}
