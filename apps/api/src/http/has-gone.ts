import { type EventEmitter } from 'node:events';

/** What answers of HTTP/1.1 and of HTTP/2 say of themselves; Node's HTTP/2 answer has no `destroyed`, its stream has. */
interface Answer extends EventEmitter {
  destroyed?: boolean;
  stream?: { destroyed: boolean; closed: boolean } | undefined;
  writableEnded?: boolean;
  writableFinished?: boolean;
}

/**
 * Whether an answer is closed already: its client has gone, or has reset its stream, and no `close` will come any more. Whoever gives
 * something back on `close` asks before taking it.
 */
export function hasGone(answer: EventEmitter): boolean {
  const { destroyed, stream } = answer as Answer;
  return stream === undefined ? destroyed === true : stream.destroyed || stream.closed;
}

/** Whether a closed answer was sent whole. A reset stream says of an answer that was never begun that it is finished. */
export function wasSent(answer: EventEmitter): boolean {
  const { writableEnded, writableFinished } = answer as Answer;
  return writableEnded === true && writableFinished === true;
}
