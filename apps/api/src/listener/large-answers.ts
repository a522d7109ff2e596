import { type IncomingMessage, type ServerResponse } from 'node:http';
import { hasGone } from '../http/has-gone.js';

/** What a connection is given at once: over TLS, these bytes are encrypted and kept until the client reads them. */
const PIECE_BYTES = 65_536;

/**
 * Large answers, handed over piece by piece, as their clients read them. A document that all clients get is in memory once, however many
 * read it, and what a connection holds of an answer is a piece.
 */
export class LargeAnswers {
  /** By body: how many answers have more of it to send. */
  private readonly readers = new Map<Uint8Array, number>();
  private readonly bodies = new WeakMap<object, Set<Uint8Array>>();

  /** Bytes that are in memory because the answers of a connection have not been read; what several wait for is split among them. */
  bytesOf(connection: object): number {
    let bytes = 0;
    for (const body of this.bodies.get(connection) ?? []) bytes += body.length / (this.readers.get(body) ?? 1);
    return bytes;
  }

  /** Makes `end` of an answer hand over its body as its client takes it. */
  inPieces(request: IncomingMessage, response: ServerResponse, connection: object): void {
    if (request.method === 'HEAD') return;
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = ((...given: unknown[]) => {
      const [chunk, encoding] = given;
      const body = typeof chunk === 'string' ? Buffer.from(chunk, encodingOf(encoding)) : chunk;
      if (!(body instanceof Uint8Array) || body.length <= 2 * PIECE_BYTES || hasGone(response)) return end(...given);
      const release = this.hold(connection, body);
      response.once('close', release);
      let at = 0;
      const go = (): void => {
        for (; at < body.length - PIECE_BYTES;) {
          const isTaken = response.write(body.subarray(at, (at += PIECE_BYTES)));
          if (!isTaken) return void response.once('drain', go);
        }
        release();
        end(body.subarray(at), ...given.slice(1));
      };
      go();
      return response;
    }) as ServerResponse['end'];
  }

  private hold(connection: object, body: Uint8Array): () => void {
    const bodies = this.bodies.get(connection) ?? new Set();
    this.bodies.set(connection, bodies.add(body));
    this.readers.set(body, (this.readers.get(body) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      bodies.delete(body);
      const left = this.readers.get(body)! - 1;
      if (left === 0) this.readers.delete(body);
      else this.readers.set(body, left);
    };
  }
}

const encodingOf = (given: unknown): BufferEncoding => (typeof given === 'string' ? (given as BufferEncoding) : 'utf8');
