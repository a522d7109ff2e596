import { BerReader, BerWriter, Control, type PagedResultsControl } from 'ldapts';

export const ADDED_CONTROL = 0xa0;
export const OP = { bind: 0x60, unbind: 0x42, search: 0x63, extended: 0x77, abandon: 0x50 } as const;
export const CODE = {
  success: 0,
  operationsError: 1,
  sizeLimitExceeded: 4,
  referral: 10,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccess: 50,
  unwillingToPerform: 53,
} as const;

/** LDAP_SERVER_SHOW_DELETED_OID */
export class ShowDeleted extends Control {
  static readonly oid = '1.2.840.113556.1.4.417';
  seen = false;
  constructor() {
    super(ShowDeleted.oid);
  }
}

/** The length of the message at the start of `bytes`, or undefined while it has not arrived whole. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 2) return undefined;
  const first = bytes[1]!;
  if (first < 0x80) return bytes.length >= first + 2 ? first + 2 : undefined;
  const count = first & 0x7f;
  if (bytes.length < 2 + count) return undefined;
  const length = bytes.readUIntBE(2, count) + 2 + count;
  return bytes.length >= length ? length : undefined;
}

export interface Received {
  id: number;
  op: number;
  /** Stands at the beginning of the operation. */
  reader: BerReader;
}

export function received(bytes: Buffer): Received {
  const reader = new BerReader(bytes);
  reader.readSequence();
  const id = reader.readInt() ?? 0;
  const op = reader.readSequence() ?? 0;
  return { id, op, reader };
}

export function resultMessage(
  id: number,
  tag: number,
  code: number,
  text = '',
  controls: PagedResultsControl[] = [],
): Buffer {
  return message(id, (writer) => {
    writer.startSequence(tag);
    writer.writeEnumeration(code);
    writer.writeString('');
    writer.writeString(text);
    writer.endSequence();
    if (controls.length === 0) return;
    writer.startSequence(ADDED_CONTROL);
    for (const control of controls) control.write(writer);
    writer.endSequence();
  });
}

export function entryMessage(id: number, dn: string, attributes: [string, (string | Buffer)[]][]): Buffer {
  return message(id, (writer) => {
    writer.startSequence(0x64);
    writer.writeString(dn);
    writer.startSequence();
    for (const [name, values] of attributes) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of values) writer.writeBuffer(Buffer.from(value as string), 0x04);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
    writer.endSequence();
  });
}

export function referenceMessage(id: number, url: string): Buffer {
  return message(id, (writer) => {
    writer.startSequence(0x73);
    writer.writeString(url);
    writer.endSequence();
  });
}

function message(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  write(writer);
  writer.endSequence();
  return writer.buffer;
}
