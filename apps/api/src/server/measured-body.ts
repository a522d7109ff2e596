import { type IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { type FastifyRequest, type preParsingHookHandler } from 'fastify';
import { countBodyBytes } from '../http/body-bytes.js';
import { hasGone } from '../http/has-gone.js';
import { BodiesInWork } from '../limits/bodies-in-work.js';

/** Bodies of this size are most, and all that have a turn at once are some MiB: they are not looked at. */
const SMALL_BYTES = 65_536;

/** Counts what arrives of large bodies, and of those that do not say how large they are, and refuses what is too much for the process. */
export function measureBodies(isStreamed: (request: FastifyRequest) => boolean): preParsingHookHandler {
  const bodies = new BodiesInWork();
  return (request, reply, payload, done) => {
    const { raw } = request;
    if (isSmall(raw) || isStreamed(request) || hasGone(reply.raw)) return done(null, payload);
    const account = bodies.open(senderOf(request));
    reply.raw.once('close', () => account.close());
    done(null, (payload as Readable).pipe(counting(raw, (bytes) => account.add(bytes))));
  };
}

function isSmall({ headers, method }: IncomingMessage): boolean {
  if (headers['content-length'] !== undefined) return Number(headers['content-length']) <= SMALL_BYTES;
  return method === 'GET' || method === 'HEAD' || headers['content-type'] === undefined;
}

function counting(request: IncomingMessage, add: (bytes: number) => void): Transform {
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      countBodyBytes(request, piece.length);
      try {
        add(piece.length);
        done(null, piece);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  // Whoever read it may have stopped listening, as with a body that is too large. What is refused is thrown away as it comes.
  counted.on('error', () => undefined).once('close', () => request.resume());
  // A pipe hands on the end only: a client that goes away in the middle would leave its request waiting.
  request.once('error', (error) => counted.destroy(error));
  request.once('close', () => {
    if (!request.readableEnded)
      counted.destroy(Object.assign(new Error('the body ended too early'), { statusCode: 400 }));
  });
  return counted;
}

/** Who sends: the directory, the key, or an address. */
function senderOf(request: FastifyRequest): string {
  const { scope, client } = request as { scope?: { directoryId: string }; client?: { keyId: string } };
  return scope?.directoryId ?? client?.keyId ?? request.ip;
}
