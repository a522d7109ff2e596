import { type Socket } from 'node:net';
import { errors } from 'undici';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
/** What an interim response begins with; `x` is a minor version. */
const BEGINNING = Buffer.from('HTTP/1.x 1');
const MINOR_VERSION = 7;
const STATUS_END = BEGINNING.length + 2;

/**
 * Takes interim responses out of what a receiver answers (RFC 9110 §15.2: a client reads any 1xx over, asked for or not). undici takes
 * `100 Continue` for a bad response, and the receiver, which has the event, would get it until the ladder is over. `101` stays: it is
 * an answer to a question that was not asked.
 */
export class InterimResponses {
  /** `status`: a response begins here. `interim`: in the head of an interim response. `final`: everything else belongs to the answer. */
  private at: 'status' | 'interim' | 'final' = 'final';
  /** The beginning of a status line that came in pieces. */
  private held: Buffer | undefined;
  /** Of the head of an interim response: nothing but a line break came since the last one. */
  private lineIsEmpty = false;
  private size = 0;

  /** @param limit how many bytes of interim responses one request gets */
  constructor(private readonly limit: number) {}

  /** A request goes out: what comes next is the beginning of a response. */
  begin(): void {
    this.at = 'status';
    this.held = undefined;
    this.size = 0;
  }

  get isTooLarge(): boolean {
    return this.size > this.limit;
  }

  /** @returns what belongs to the answer, perhaps nothing */
  strip(chunk: Buffer): Buffer {
    let rest = chunk;
    while (this.at !== 'final' && rest.length > 0) {
      rest = this.at === 'interim' ? this.afterHead(rest) : this.afterStatus(rest);
    }
    return rest;
  }

  private afterStatus(chunk: Buffer): Buffer {
    const bytes = this.held === undefined ? chunk : Buffer.concat([this.held, chunk]);
    this.held = undefined;
    const known = beginsInterim(bytes);
    if (known === undefined) {
      this.held = bytes;
      return bytes.subarray(bytes.length);
    }
    if (!known) {
      this.at = 'final';
      return bytes;
    }
    this.at = 'interim';
    this.lineIsEmpty = false;
    this.size += STATUS_END;
    return bytes.subarray(STATUS_END);
  }

  private afterHead(bytes: Buffer): Buffer {
    for (const [index, byte] of bytes.entries()) {
      if (byte === NEWLINE && this.lineIsEmpty) {
        this.at = 'status';
        this.size += index + 1;
        return bytes.subarray(index + 1);
      }
      if (byte === NEWLINE) this.lineIsEmpty = true;
      else if (byte !== RETURN) this.lineIsEmpty = false;
    }
    this.size += bytes.length;
    return bytes.subarray(bytes.length);
  }
}

/** @returns undefined where more has to come before that can be said */
function beginsInterim(bytes: Buffer): boolean | undefined {
  const length = Math.min(bytes.length, STATUS_END);
  for (let index = 0; index < length; index++) {
    const byte = bytes[index]!;
    const fits =
      index < BEGINNING.length ? byte === BEGINNING[index] || index === MINOR_VERSION : byte >= DIGIT_0 && byte <= 0x39;
    if (!fits) return false;
  }
  if (bytes.length < STATUS_END) return undefined;
  return !(bytes[STATUS_END - 2] === DIGIT_0 && bytes[STATUS_END - 1] === DIGIT_1);
}

/** Before undici gets the socket, which it only reads from when told that there is something, and never without a request. */
export function readOverInterimResponses(socket: Socket, limit: number): void {
  const responses = new InterimResponses(limit);
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.read = (size?: number) => {
    const chunk = read(size);
    if (chunk === null) return null;
    const rest = responses.strip(chunk);
    if (responses.isTooLarge) socket.destroy(new errors.HeadersOverflowError());
    return rest;
  };
  // One request at a time: every write belongs to the one whose answer comes next.
  socket.write = (...args: unknown[]) => {
    responses.begin();
    return write(...args);
  };
}
