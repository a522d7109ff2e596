import { type EventEmitter } from 'node:events';
import { hasGone } from '../http/has-gone.js';

type Handler<Request, Response> = (request: Request, response: Response) => void;

export interface Turns<Request> {
  /** The connection that a request came over. */
  connectionOf(request: Request): { destroyed: boolean; destroy(): void } | undefined;
  /** Requests of one connection in work at once. An answer that the client has not read yet is still in work. */
  running: number;
  /** Requests of one connection that wait for their turn. A connection that sends more is closed. */
  waiting: number;
}

/**
 * Requests of one connection, a few at a time: Node hands over every request that a chunk of bytes holds at once, and a client that
 * reads none of the answers would have each of them made and kept.
 */
export function inTurn<Request, Response extends EventEmitter>(
  handle: Handler<Request, Response>,
  { connectionOf, running, waiting }: Turns<Request>,
): Handler<Request, Response> {
  const queues = new WeakMap<object, { running: number; line: Set<() => void> }>();
  return (request, response) => {
    // A stream that was reset by now tells nobody any more when it ends.
    if (hasGone(response)) return;
    const connection = connectionOf(request);
    if (connection === undefined) return handle(request, response);
    const turns = queues.get(connection) ?? { running: 0, line: new Set() };
    queues.set(connection, turns);
    const serve = (): void => {
      turns.running += 1;
      // Emitted once in every case: the answer was taken by the kernel, or the connection is gone.
      response.once('close', () => {
        turns.running -= 1;
        if (connection.destroyed) return turns.line.clear();
        const [next] = turns.line;
        next?.();
      });
      handle(request, response);
    };
    if (turns.running < running) return serve();
    if (turns.line.size >= waiting) return connection.destroy();
    const leave = (): void => void turns.line.delete(start);
    const start = (): void => {
      response.removeListener('close', leave);
      leave();
      serve();
    };
    turns.line.add(start);
    response.once('close', leave);
  };
}
