import { type FastifyReply } from 'fastify';
import { hasGone, wasSent } from './has-gone.js';

/** Aborted when the connection (HTTP/2: the stream) closes before the answer was sent. */
export function goneSignal({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController();
  const end = (): void => {
    if (!wasSent(raw)) controller.abort();
  };
  if (hasGone(raw)) end();
  else raw.once('close', end);
  return controller.signal;
}
