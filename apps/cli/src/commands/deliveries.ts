import { type Delivery, type DeliveryDetail, type DeliveryState } from '#client';
import { type Command } from '../command.js';
import { EVENT_TYPES } from '../event-types.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { nextAttemptOf, nextOf, waitOf } from './delivery-wait.js';
import { eventType, pausedUntil } from './endpoints.js';
import { firstOf, LIMIT } from './lists.js';

const ID = { name: 'id', about: 'Id of the delivery' };
const KNOWN: Record<DeliveryState, true> = {
  pending: true,
  sending: true,
  delivered: true,
  retrying: true,
  held: true,
  exhausted: true,
  superseded: true,
  canceled: true,
};
const STATES = Object.keys(KNOWN) as DeliveryState[];
const columns = (pausedUntil: string | null) => ({
  id: (delivery: Delivery) => delivery.id,
  event: (delivery: Delivery) => delivery.event_type,
  state: (delivery: Delivery) => delivery.state,
  attempts: (delivery: Delivery) => delivery.attempts,
  status: (delivery: Delivery) => delivery.last_status,
  created: (delivery: Delivery) => delivery.created_at,
  next: (delivery: Delivery) => nextOf(delivery, pausedUntil, new Date()),
});

/** What became of each event at an endpoint. */
export const DELIVERIES: readonly Command[] = [
  {
    words: ['deliveries', 'list'],
    summary: "List an endpoint's deliveries, newest first",
    arguments: [{ name: 'endpoint', about: 'Id of the endpoint' }],
    options: {
      ...LIMIT,
      state: {
        value: 'STATE',
        about: 'Only deliveries in this state: pending, retrying, delivered, held, exhausted, …',
        values: STATES,
      },
      type: { value: 'TYPE', about: 'Only deliveries of events of this type', values: EVENT_TYPES },
    },
    async run(session) {
      const type = session.text('type');
      const query = {
        state: session.choice('state', STATES),
        event_type: type === undefined ? undefined : eventType(session, '--type', type),
      };
      const endpoint = session.argument('endpoint');
      const found = await firstOf(session, session.client.deliveries.list(endpoint, query, { signal: session.signal }));
      const isWaiting = !session.json && found.some(({ next_attempt_at }) => next_attempt_at !== null);
      session.show(found, columns(isWaiting ? await pausedUntil(session, endpoint) : null), 'No deliveries match.');
    },
  },
  {
    words: ['deliveries', 'get'],
    summary: 'Show a delivery with its attempts',
    arguments: [ID],
    async run(session) {
      showOne(session, await session.client.deliveries.get(session.argument('id'), { signal: session.signal }));
    },
  },
  {
    words: ['deliveries', 'retry'],
    summary: 'Send a delivery now instead of at its next step',
    arguments: [ID],
    async run(session) {
      showOne(session, await session.client.deliveries.retry(session.argument('id'), { signal: session.signal }));
    },
  },
];

function showOne(session: Session, delivery: DeliveryDetail): void {
  if (session.json) return session.printJson(delivery);
  const { bold, green, red, dim } = session.style;
  session.print(`${bold(delivery.event_type)}  ${delivery.id}`);
  session.print(`event        ${delivery.event_id}`);
  session.print(`endpoint     ${delivery.endpoint_id}`);
  session.print(`state        ${delivery.state}`);
  const [next, wait] = [nextAttemptOf(delivery, new Date()), waitOf(delivery)];
  if (next !== null) session.print(`next attempt ${next}`);
  if (wait !== null) session.print(`waiting for  ${wait}`);
  for (const { number, at, outcome, status, error, duration_ms, response_body } of delivery.attempts) {
    const paint = outcome === 'delivered' ? green : red;
    const facts = [status, error, `${duration_ms} ms`].filter((fact) => fact !== null).map(plain);
    session.print(`  ${number}  ${at}  ${paint(outcome)}  ${facts.join('  ')}`);
    if (outcome === 'failed' && response_body) session.print(dim(`     ${plain(response_body.slice(0, 200))}`));
  }
}
