import { type FastifyReply } from 'fastify';

/** Aborted when the connection (HTTP/2: the stream) closes before the answer was sent. */
export function goneSignal({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed && !raw.writableEnded) controller.abort();
  else {
    raw.once('close', () => {
      if (!raw.writableFinished) controller.abort();
    });
  }
  return controller.signal;
}
