import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { type UniversalServerRequest } from '@connectrpc/connect/protocol';
import { measureBinary, measureJson } from './message-measures.js';

/** As large as REST takes (docs/scalekit.md), before and after decompression. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** gRPC's and gRPC-web's: a byte of flags, and the length. */
const FRAME_BYTES = 5;
const COMPRESSED = 1;

const unpack = promisify(gunzip);

/**
 * A call whose one message has been read, unpacked and measured: what is left to do is to decode it, and that is bounded.
 * @throws ConnectError
 */
export async function withMeasuredMessage(
  call: UniversalServerRequest,
  schema: DescMessage,
): Promise<UniversalServerRequest> {
  const type = call.header.get('content-type') ?? '';
  const isFramed = /^application\/grpc/i.test(type);
  const bytes = await readAll(call.body as AsyncIterable<Uint8Array>, MAX_MESSAGE_BYTES + FRAME_BYTES);
  // A call without any message has gRPC's own error.
  if (bytes.length === 0 && isFramed) return withBody(call, bytes);
  const encoding = call.header.get(isFramed ? 'grpc-encoding' : 'content-encoding') ?? 'identity';
  // Refused by its header, whatever is in it.
  if (encoding !== 'identity' && encoding !== 'gzip') return withBody(call, bytes);
  const packed = isFramed ? messageIn(bytes) : bytes;
  const isPacked = encoding === 'gzip' && (!isFramed || bytes[0] === COMPRESSED);
  const message = isPacked ? await unpacked(packed) : packed;
  check(schema, message, /json/i.test(type));
  if (isFramed) return withBody(call, framed(message));
  const header = new Headers(call.header);
  header.delete('content-encoding');
  header.delete('content-length');
  return withBody({ ...call, header }, message);
}

function check(schema: DescMessage, message: Uint8Array, isJson: boolean): void {
  try {
    if (isJson) return measureJson(message);
    measureBinary(schema, message);
    // What cannot be decoded is an error of ours in the eyes of the library.
    fromBinary(schema, message);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

/** All protocols send a single message: every RPC here is unary. */
function messageIn(frames: Uint8Array): Uint8Array {
  const flags = frames[0]!;
  const isWhole = frames.length >= FRAME_BYTES && frames.length - FRAME_BYTES === lengthOf(frames);
  if (!isWhole || flags > COMPRESSED) throw invalid('the body is not one whole message');
  return frames.subarray(FRAME_BYTES);
}

const lengthOf = (frames: Uint8Array): number =>
  new DataView(frames.buffer, frames.byteOffset, frames.length).getUint32(1);

function framed(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_BYTES + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, FRAME_BYTES);
  return frame;
}

async function readAll(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const pieces = body[Symbol.asyncIterator]();
  // Not `for await`, which closes the connection when it stops early: the refusal would not arrive.
  for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
    length += piece.value.length;
    if (length > limit) throw tooLarge();
    chunks.push(piece.value);
  }
  return Buffer.concat(chunks);
}

async function unpacked(packed: Uint8Array): Promise<Uint8Array> {
  if (packed.length === 0) return packed;
  try {
    return await unpack(packed, { maxOutputLength: MAX_MESSAGE_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : invalid('this is no gzip');
  }
}

/** A call that fails with an error in the words of its protocol. */
export const failing = (call: UniversalServerRequest, error: unknown): UniversalServerRequest => ({
  ...call,
  body: bodyOf(() => {
    throw ConnectError.from(error);
  }),
});

const withBody = (call: UniversalServerRequest, bytes: Uint8Array): UniversalServerRequest => ({
  ...call,
  body: bodyOf(() => bytes),
});

async function* bodyOf(read: () => Uint8Array): AsyncGenerator<Uint8Array> {
  yield read();
}

const invalid = (message: string): ConnectError => new ConnectError(message, Code.InvalidArgument);
const tooLarge = (): ConnectError =>
  new ConnectError(`the message is larger than ${MAX_MESSAGE_BYTES} bytes`, Code.ResourceExhausted);
