import { type IncomingMessage } from 'node:http';

const arrived = new WeakMap<IncomingMessage, number>();

/** Bytes of a body as they came: chunked bodies, and those of HTTP/2, announce no length. */
export function countBodyBytes(request: IncomingMessage, bytes: number): void {
  arrived.set(request, (arrived.get(request) ?? 0) + bytes);
}

/** Of the body so far, or of what is announced where nothing was counted. */
export function bodyBytesOf(request: IncomingMessage): number {
  return arrived.get(request) ?? (Number(request.headers['content-length']) || 0);
}
