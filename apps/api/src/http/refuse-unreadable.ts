import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { Problem } from './problem.js';

const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const WORDS: Record<number, string> = {
  400: 'this is no HTTP request',
  408: 'the request did not arrive in time',
  431: 'the headers are larger than 16 KiB',
};

/** What is no request reaches no hook and no filter: it is answered here, in the same words, and its connection ends. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy(error);
  const status = STATUS[error.code ?? ''] ?? 400;
  const body = JSON.stringify(Problem.fromStatus(status, WORDS[status]!).toBody());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nx-request-id: ${randomUUID()}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
