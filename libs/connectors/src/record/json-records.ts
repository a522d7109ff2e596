const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];
/** One person is a few kilobytes; a record beyond this is no listing. */
const MOST_RECORD_BYTES = 4 * 1024 * 1024;

/** The text ended, or was damaged, before the object that holds the records was complete. */
export class IncompleteJsonError extends Error {
  override readonly name = 'IncompleteJsonError';
}

/**
 * The elements of the array `key` of a JSON object, or of an object right within it, read while the text arrives: an answer with 100,000
 * people is never held whole. Yields what each piece completed.
 *
 * @throws IncompleteJsonError unless the object was complete, and held the array
 */
export async function* jsonRecords(pieces: AsyncIterable<Uint8Array>, ...keys: string[]): AsyncGenerator<unknown[]> {
  const scanner = new RecordScanner(keys);
  for await (const piece of pieces) {
    const records = scanner.read(piece);
    if (records.length > 0) yield records;
  }
  scanner.end();
}

class RecordScanner {
  /** How many objects and arrays are open. */
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** At which depth the records of the array are that was asked for; 0 outside of it. */
  private recordDepth = 0;
  private found = false;
  private complete = false;
  /** A string in an object that may turn out to be a key. */
  private lastString = '';
  /** What is open at depth 2 is an array: its texts are no keys. */
  private inList = false;
  /** The record that is being read, as far as earlier pieces had it. */
  private parts: Uint8Array[] = [];
  private partBytes = 0;
  private start = -1;

  constructor(private readonly keys: readonly string[]) {}

  read(piece: Uint8Array): unknown[] {
    const records: unknown[] = [];
    this.start = this.parts.length > 0 ? 0 : -1;
    for (let at = 0; at < piece.length; at += 1) this.step(piece, at, records);
    if (this.start >= 0) this.keep(piece.slice(this.start));
    return records;
  }

  end(): void {
    if (!this.complete) throw new IncompleteJsonError('the JSON text ends in the middle');
    if (!this.found) throw new IncompleteJsonError(`the JSON text has no array "${this.keys[0]}"`);
  }

  private step(piece: Uint8Array, at: number, records: unknown[]): void {
    const byte = piece[at]!;
    if (this.inString) {
      this.stringStep(byte);
      return;
    }
    if (byte <= 0x20) return;
    if (this.complete) throw new IncompleteJsonError('the JSON text goes on after its end');
    if (this.depth === 0 && byte !== BRACE && !isByteOrderMark(byte))
      throw new IncompleteJsonError('the answer is not a JSON object');
    const betweenRecords = this.recordDepth > 0 && this.depth === this.recordDepth;
    if (betweenRecords && (byte === COMMA || byte === BRACKET_END)) this.finish(piece, at, records);
    else if (betweenRecords && this.start < 0) this.start = at;
    this.structure(byte);
  }

  private structure(byte: number): void {
    if (byte === QUOTE) {
      this.inString = true;
      if (this.mayBeKey) this.lastString = '';
    } else if (byte === BRACE || byte === BRACKET) {
      if (byte === BRACKET && this.mayBeKey && this.keys.includes(this.lastString) && !this.found) {
        this.recordDepth = this.depth + 1;
        this.found = true;
      }
      this.depth += 1;
      if (this.depth === 2) this.inList = byte === BRACKET;
    } else if (byte === BRACE_END || byte === BRACKET_END) {
      this.depth -= 1;
      if (this.depth < this.recordDepth) this.recordDepth = 0;
      if (this.depth === 0) this.complete = true;
    }
  }

  private get mayBeKey(): boolean {
    return this.depth === 1 || (this.depth === 2 && !this.inList);
  }

  private stringStep(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
    // Keys of sources are plain ASCII; anything longer or stranger is none that is asked for.
    if (this.inString && this.mayBeKey && this.lastString.length <= 256) this.lastString += String.fromCharCode(byte);
  }

  private finish(piece: Uint8Array, at: number, records: unknown[]): void {
    if (this.start < 0) return;
    this.keep(piece.subarray(this.start, at));
    const text = Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.partBytes = 0;
    this.start = -1;
    try {
      records.push(JSON.parse(text));
    } catch {
      // The text may be personal data, so the error does not repeat it.
      throw new IncompleteJsonError('a record of the listing is not JSON');
    }
  }

  private keep(part: Uint8Array): void {
    this.parts.push(part);
    this.partBytes += part.length;
    if (this.partBytes > MOST_RECORD_BYTES) throw new IncompleteJsonError('a record of the listing is too large');
  }
}

const isByteOrderMark = (byte: number): boolean => byte === 0xef || byte === 0xbb || byte === 0xbf;
