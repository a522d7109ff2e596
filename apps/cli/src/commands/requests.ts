import { type InboundRequest } from '#client';
import { type Command } from '../command.js';
import { DIRECTORY, directoryOf, FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT } from './lists.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const COLUMNS = {
  time: (request: InboundRequest) => request.at,
  method: (request: InboundRequest) => request.method,
  path: (request: InboundRequest) => request.path,
  status: (request: InboundRequest) => request.status,
  ms: (request: InboundRequest) => Math.round(request.duration_ms),
  error: (request: InboundRequest) => request.error,
};

/** What an identity provider sent, and what it was told. */
export const REQUESTS: readonly Command[] = [
  {
    words: ['requests', 'list'],
    summary: 'List what the identity provider of a directory sent, newest first',
    arguments: [DIRECTORY],
    options: {
      ...FOUND_BY,
      ...LIMIT,
      failed: { about: 'Only requests that were refused, each with the reason' },
      method: {
        value: 'METHOD',
        about: 'Only requests with this method: GET, POST, PUT, PATCH, DELETE',
        values: METHODS,
      },
      status: { value: 'STATUS', about: 'Only requests that were answered with this HTTP status' },
    },
    details: 'With --json the bodies of requests and answers are shown too. Secrets in them are masked.',
    async run(session) {
      const query = {
        ...(session.flag('failed') && { failed: 'true' as const }),
        method: session.choice('method', METHODS),
        status: session.text('status'),
      };
      const list = session.client.directories.requests(await directoryOf(session), query, { signal: session.signal });
      session.show(await firstOf(session, list), COLUMNS, 'No requests match.');
    },
  },
];
