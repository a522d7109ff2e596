import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Fields, entries and values of one message; REST's bodies for the same calls have some hundreds. */
export const MAX_ELEMENTS = 10_000;

/** Messages within each other, of which each level of a `Struct` is two; JSON: objects and arrays. */
export const MAX_DEPTH = 90;

/** Decoding a message would take much more than its bytes did. */
export class LargeMessageError extends Error {}

/**
 * A message of two bytes becomes an object of a hundred: what a message consists of is counted before anything is built.
 * @throws LargeMessageError; Error for bytes that are no message
 */
export function measureBinary(schema: DescMessage, bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes);
  let elements = 0;
  const count = (more: number): void => {
    elements += more;
    if (elements > MAX_ELEMENTS) throw tooMany();
  };
  const walk = (fieldsOf: (number: number) => Inner | undefined, end: number, depth: number): void => {
    if (depth > MAX_DEPTH) throw tooDeep();
    while (reader.pos < end) {
      count(1);
      const [number, wireType] = reader.tag();
      const inner = wireType === WireType.LengthDelimited ? fieldsOf(number) : undefined;
      if (inner === undefined) reader.skip(wireType, number);
      else {
        const length = reader.uint32();
        const innerEnd = reader.pos + length;
        if (inner === 'numbers') count(length);
        else walk(inner, innerEnd, depth + 1);
        reader.pos = innerEnd;
      }
      // Read on, the same bytes would be read again and again.
      if (reader.pos > end) throw new RangeError('a field is longer than its message');
    }
  };
  walk(fieldsIn(schema), bytes.length, 1);
}

/** What lies in a field: a message by its fields, or a packed list of numbers, of a byte each at least. */
type Inner = ((number: number) => Inner | undefined) | 'numbers';

const fieldsIn =
  (schema: DescMessage) =>
  (number: number): Inner | undefined => {
    const field = schema.fields.find((one) => one.number === number);
    return field === undefined ? undefined : innerOf(field);
  };

function innerOf(field: DescField): Inner | undefined {
  if (field.fieldKind === 'map') {
    // An entry has a key (1) and a value (2).
    const value = field.mapKind === 'message' ? fieldsIn(field.message) : undefined;
    return (number) => (number === 2 ? value : undefined);
  }
  if (field.message !== undefined) return fieldsIn(field.message);
  if (field.fieldKind !== 'list') return undefined;
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES ? undefined : 'numbers';
}

const [QUOTE, BACKSLASH, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/** @throws LargeMessageError */
export function measureJson(bytes: Uint8Array): void {
  let elements = 0;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === QUOTE) inString = !inString;
    else if (inString) index += byte === BACKSLASH ? 1 : 0;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte === COMMA || byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (++elements > MAX_ELEMENTS) throw tooMany();
      if (byte !== COMMA && ++depth > MAX_DEPTH) throw tooDeep();
    }
  }
}

const tooMany = (): LargeMessageError =>
  new LargeMessageError(`the message has more than ${MAX_ELEMENTS} fields and values`);
const tooDeep = (): LargeMessageError =>
  new LargeMessageError(`the message is nested more than ${MAX_DEPTH} levels deep`);
