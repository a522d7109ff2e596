import { type IncomingMessage } from 'node:http';

export interface ArrivalLimits {
  /** After this time a body has to arrive at `bytesPerSecond` on average; milliseconds. */
  graceMs: number;
  bytesPerSecond: number;
}

/**
 * Closes the connection of a request whose body drips: one byte a second keeps a connection open for ever, at no cost to the client.
 * A body that waits for us, because nobody reads it yet, is not the client's fault.
 */
export function limitArrival(request: IncomingMessage, { graceMs, bytesPerSecond }: ArrivalLimits): void {
  if (request.complete || !hasBody(request)) return;
  const { socket } = request;
  let began = socket.bytesRead;
  let periods = 0;
  let waits = false;
  const timer = setInterval(() => {
    // All of it is here, and nobody has read it yet.
    if (request.complete) return stop();
    // A body that waited for us has all of its time from when somebody reads it.
    const waited = waits;
    waits = request.readableLength >= request.readableHighWaterMark;
    if (waits || waited) {
      periods = 0;
      began = socket.bytesRead;
      return;
    }
    periods += 1;
    const due = (periods * graceMs * bytesPerSecond) / 1_000;
    if (socket.bytesRead - began < due) socket.destroy();
  }, graceMs).unref();
  const stop = (): void => clearInterval(timer);
  request.once('end', stop).once('close', stop);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
