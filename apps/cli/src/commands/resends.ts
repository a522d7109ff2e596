import { type Resend } from '#client';
import { type Command } from '../command.js';
import { type Session } from '../session.js';
import { awaitResend, countsOf, finishedAt, stateOf, statusOf, WAIT } from './await-resend.js';
import { DIRECTORY, FOUND_BY } from './in-directory.js';
import { firstOf, LIMIT } from './lists.js';

const ENDPOINT = { name: 'endpoint', about: 'Id of the endpoint' };
const COLUMNS = {
  id: (resend: Resend) => resend.id,
  kind: (resend: Resend) => resend.kind,
  state: stateOf,
  delivered: (resend: Resend) => `${resend.delivered} of ${resend.expected}`,
  waiting: (resend: Resend) => resend.waiting,
  failed: (resend: Resend) => resend.failed,
  begun: (resend: Resend) => resend.created_at,
  finished: finishedAt,
};

/** What endpoints are being sent once more. */
export const RESENDS: readonly Command[] = [
  {
    words: ['resync'],
    summary: 'Send an endpoint the current state of a whole directory',
    arguments: [DIRECTORY, ENDPOINT],
    options: { ...FOUND_BY, ...WAIT },
    details: 'Rollcall sends in the background: one event per user and group, between sync_started and sync_completed.',
    async run(session) {
      const directory = await session.directory(session.argument('directory'));
      const call = { signal: session.signal };
      const begun = await session.client.directories.resync(directory, session.argument('endpoint'), call);
      const resend = await awaitResend(session, begun);
      showOne(session, resend);
      return statusOf(session, resend);
    },
  },
  {
    words: ['resends', 'list'],
    summary: 'List resyncs and replays of an endpoint, newest first',
    arguments: [ENDPOINT],
    options: LIMIT,
    async run(session) {
      const list = session.client.endpoints.resends(session.argument('endpoint'), {}, { signal: session.signal });
      session.show(await firstOf(session, list), COLUMNS, 'Nothing was resent within the last 30 days.');
    },
  },
  {
    words: ['resends', 'get'],
    summary: 'Show how far a resync or replay is',
    arguments: [ENDPOINT, { name: 'id', about: 'Id of the resync or replay' }],
    options: WAIT,
    async run(session) {
      const call = { signal: session.signal };
      const known = await session.client.endpoints.resend(session.argument('endpoint'), session.argument('id'), call);
      const resend = await awaitResend(session, known);
      showOne(session, resend);
      return statusOf(session, resend);
    },
  },
];

function showOne(session: Session, resend: Resend): void {
  if (session.json) return session.printJson(resend);
  session.print(`${session.style.bold(resend.kind)}  ${resend.id}`);
  session.print(`endpoint     ${resend.endpoint_id}`);
  if (resend.directory_id !== null) session.print(`directory    ${resend.directory_id}`);
  session.print(`state        ${stateOf(resend)}`);
  session.print(`deliveries   ${resend.expected}: ${countsOf(resend)}`);
  session.print(`begun        ${resend.created_at}`);
  const finished = finishedAt(resend);
  if (finished !== null) session.print(`finished     ${finished}`);
}
