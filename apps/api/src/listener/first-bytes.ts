import { type Socket } from 'node:net';

export type Protocol = 'http1' | 'http2';

/** How the client connection preface begins (RFC 9113 §3.4); no method of HTTP/1.1 does. */
const PREFACE = Buffer.from('PRI');

/** @returns undefined as long as it can be either */
export function protocolOf(bytes: Buffer): Protocol | undefined {
  const length = Math.min(bytes.length, PREFACE.length);
  if (!bytes.subarray(0, length).equals(PREFACE.subarray(0, length))) return 'http1';
  return length === PREFACE.length ? 'http2' : undefined;
}

/**
 * Waits for the first bytes of a connection and puts them back for whoever speaks its protocol. Who says nothing within the
 * limit is disconnected: such connections would otherwise be open for ever, at no cost to the one who opens them.
 */
export function readFirstBytes(socket: Socket, limitMs: number, then: (protocol: Protocol) => void): void {
  let seen = Buffer.alloc(0);
  let decided = false;
  const drop = (): void => void socket.destroy();
  // After one more turn of the loop: where the process was busy for the whole limit, the bytes have long been there, unread.
  const limit = setTimeout(() => setImmediate(() => (decided ? undefined : drop())), limitMs);
  const read = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const protocol = protocolOf(seen);
    if (protocol === undefined) return;
    stop();
    socket.unshift(seen);
    then(protocol);
  };
  const stop = (): void => {
    decided = true;
    clearTimeout(limit);
    socket.off('readable', read).off('end', drop).off('error', drop).off('close', stop);
  };
  socket.on('readable', read).on('end', drop).on('error', drop).on('close', stop);
}
