import { type Replay } from '#client';
import { type Command } from '../command.js';
import { counted } from '../counted.js';
import { awaitResend, countsOf, statusOf, WAIT } from './await-resend.js';
import { eventTypes, TYPES } from './endpoints.js';
import { instant } from './instant.js';

const STATES = ['delivered', 'exhausted', 'superseded', 'canceled'] as const satisfies Replay['states'];

/** For an application that has lost what it had received. */
export const REPLAY: Command = {
  words: ['replay'],
  summary: "Send an endpoint's finished deliveries again",
  arguments: [{ name: 'endpoint', about: 'Id of the endpoint' }],
  options: {
    since: {
      value: 'TIME',
      about: 'Only deliveries created after this time: 2026-01-31T12:00:00Z, or 24h ago: 24h (needed)',
    },
    until: { value: 'TIME', about: 'Only deliveries created before this time; now unless given' },
    states: {
      value: 'STATE,…',
      about: `Only deliveries that ended in this state: ${STATES.join(', ')}`,
      values: STATES,
    },
    types: TYPES,
    ...WAIT,
  },
  details: `Rollcall sends in the background, with the same event ids, beside new deliveries: receivers drop older events by their version.
Only the endpoint gets the events again: the feed ({rollcall} events tail) does not change.`,
  async run(session) {
    const now = new Date();
    const until = session.text('until');
    const states = session.words('states').map((state) => session.oneOf('--states', state, STATES));
    const { count, replay: begun } = await session.client.endpoints.replay(
      session.argument('endpoint'),
      {
        since: instant(session.needed('since'), 'since', now),
        until: until === undefined ? undefined : instant(until, 'until', now),
        states: states.length === 0 ? undefined : states,
        event_types: eventTypes(session),
      },
      { signal: session.signal },
    );
    const replay = await awaitResend(session, begun);
    if (session.json) session.printJson({ count, replay });
    else {
      session.print(`Resending ${counted(count, 'delivery', 'deliveries')} (${replay.id}): ${countsOf(replay)}.`);
      if (replay.waiting > 0)
        session.note(`To see how far it is: ${session.command(`resends get ${replay.endpoint_id} ${replay.id}`)}`);
    }
    return statusOf(session, replay);
  },
};
