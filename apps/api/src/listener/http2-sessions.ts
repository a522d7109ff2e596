import {
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type Socket } from 'node:net';
import { inTurn } from './requests-in-turn.js';

/** At once on one connection; clients queue what is more. */
const MAX_STREAMS = 100;

/** As much as Node takes over HTTP/1.1. */
const MAX_HEADER_BYTES = 16_384;

const CHECK_MS = 1_000;

/** A session without traffic is asked to end. The next call of its client opens another. */
const IDLE_MS = 300_000;

/** Requests of one connection in work at once, unread answers included; the other streams wait. */
const MAX_RUNNING = 10;

/** For a session that was asked to end. */
const CLOSING_MS = 300_000;

/** Bytes that a client may send on a stream before we read any: as many as by default (RFC 9113 §6.9.2). */
const WINDOW_BYTES = 65_535;

/** How often a body that arrives is looked at, in a time of silence. */
const LOOKS = 5;
/** For a body of at most 1 MiB to arrive whole, in looks; a larger one has more. */
const BODY_LOOKS = 7;
const LARGE_BODY_LOOKS = 60;
/** For somebody to read it, once as much as may is here. */
const UNREAD_LOOKS = 150;
const LARGE_BODY_BYTES = 1_048_576;

export type Http2Handler = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** The HTTP/2 side of the port: it is given connections and serves their requests. */
export class Http2Sessions {
  private readonly server;
  private readonly sessions = new Set<ServerHttp2Session>();
  /** Streams in work, by the connection that they came over. */
  private readonly streams = new WeakMap<Socket, Set<ServerHttp2Stream>>();
  private readonly sockets = new WeakMap<ServerHttp2Session, Socket>();
  private beginning: Socket | undefined;

  /** Against floods of resets, pings, settings and bad frames, nghttp2's and Node's own limits hold: they end the session. */
  constructor(
    handle: Http2Handler,
    private readonly silenceMs: number,
  ) {
    const inTurns = inTurn(handle, {
      connectionOf: ({ stream }) => stream.session,
      running: MAX_RUNNING,
      waiting: MAX_STREAMS,
    });
    this.server = createServer(
      {
        settings: {
          maxConcurrentStreams: MAX_STREAMS,
          maxHeaderListSize: MAX_HEADER_BYTES,
          initialWindowSize: WINDOW_BYTES,
          enablePush: false,
        },
      },
      inTurns,
    );
    this.server.on('session', (session) => this.keep(session));
    this.server.on('stream', (stream, headers) => {
      const streams = this.streams.get(this.socketOf(stream)!);
      streams?.add(stream.once('close', () => streams.delete(stream)));
      this.limitArrival(stream, Number(headers['content-length'] ?? 0));
      this.limitReading(stream);
    });
  }

  serve(socket: Socket): void {
    // Sockets of an HTTP/1.1 server stay half open, which no HTTP/2 session has a use for.
    socket.allowHalfOpen = false;
    this.streams.set(socket, new Set());
    // Its session begins before this returns, and does not tell on which socket.
    this.beginning = socket;
    this.server.emit('connection', socket);
    this.beginning = undefined;
  }

  /** The connection of a stream; undefined once the stream is gone. */
  socketOf({ session }: Pick<ServerHttp2Stream, 'session'>): Socket | undefined {
    return session === undefined ? undefined : this.sockets.get(session as ServerHttp2Session);
  }

  /** Bytes that wait in the streams of a connection: of answers for their windows, and of bodies for somebody who reads them. */
  unreadOf(socket: Socket): number {
    let bytes = 0;
    for (const stream of this.streams.get(socket) ?? []) bytes += stream.writableLength + stream.readableLength;
    return bytes;
  }

  /** Tells clients to open no more streams here; each session ends with its last one. */
  end(): void {
    for (const session of this.sessions) session.close();
  }

  private keep(session: ServerHttp2Session): void {
    this.sessions.add(session);
    if (this.beginning !== undefined) this.sockets.set(session, this.beginning);
    session.once('close', () => this.sessions.delete(session));
    // A connection that never asks for anything is a half-open one.
    let limit = this.silenceMs;
    session.once('stream', () => session.setTimeout((limit = IDLE_MS)));
    session.setTimeout(limit);
    session.on('timeout', () => {
      session.close();
      // Its peer may be gone without a word.
      const closing = setTimeout(() => session.destroy(), limit === IDLE_MS ? CLOSING_MS : CHECK_MS).unref();
      session.once('close', () => clearTimeout(closing));
    });
  }

  private limitArrival(stream: ServerHttp2Stream, bytes: number): void {
    // Nobody reads the end of a request without a body, and its answer may take as long as its reader.
    if (stream.endAfterHeaders) return;
    let looks = bytes > LARGE_BODY_BYTES ? LARGE_BODY_LOOKS : BODY_LOOKS;
    let unreadLooks = UNREAD_LOOKS;
    const limit = setInterval(() => {
      if (stream.state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE) return arrived();
      // A body that waits for us, because nobody reads it yet, is not the client's fault.
      const waitsForUs = stream.readableLength >= Math.min(stream.readableHighWaterMark, WINDOW_BYTES);
      const left = waitsForUs ? --unreadLooks : --looks;
      if (left === 0) stream.close(constants.NGHTTP2_CANCEL);
    }, this.silenceMs / LOOKS).unref();
    const arrived = (): void => clearInterval(limit);
    stream.once('end', arrived).once('close', arrived);
  }

  /** An answer that its client reads no further, with a window of 0 for instance, ends its stream. */
  private limitReading(stream: ServerHttp2Stream): void {
    stream.setTimeout(this.silenceMs, () => {
      if (stream.writableLength > 0 || stream.writableEnded) stream.close(constants.NGHTTP2_CANCEL);
    });
  }
}
