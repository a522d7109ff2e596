import { type EventEmitter } from 'node:events';

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
  const queues = new WeakMap<object, { running: number; line: (() => void)[] }>();
  return (request, response) => {
    const connection = connectionOf(request);
    if (connection === undefined) return handle(request, response);
    const turns = queues.get(connection) ?? { running: 0, line: [] };
    queues.set(connection, turns);
    const serve = (): void => {
      turns.running += 1;
      // Emitted once in every case: the answer was taken by the kernel, or the connection is gone.
      response.once('close', () => {
        turns.running -= 1;
        if (connection.destroyed) turns.line = [];
        else turns.line.shift()?.();
      });
      handle(request, response);
    };
    if (turns.running < running) return serve();
    if (turns.line.length >= waiting) return connection.destroy();
    turns.line.push(serve);
  };
}
