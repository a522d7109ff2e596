import { type Delivery, type DeliveryDetail } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { firstOf, LIMIT } from './lists.js';

const ID = { name: 'id', about: 'Of the delivery' };
const COLUMNS = {
  id: (delivery: Delivery) => delivery.id,
  event: (delivery: Delivery) => delivery.event_type,
  state: (delivery: Delivery) => delivery.state,
  attempts: (delivery: Delivery) => delivery.attempts,
  status: (delivery: Delivery) => delivery.last_status,
  created: (delivery: Delivery) => delivery.created_at,
  next: (delivery: Delivery) => delivery.next_attempt_at,
};

/** What became of each event at an endpoint. */
export const DELIVERIES: readonly Command[] = [
  {
    words: ['deliveries', 'list'],
    summary: "List an endpoint's deliveries, newest first",
    arguments: [{ name: 'endpoint', about: 'Id of the endpoint' }],
    options: {
      ...LIMIT,
      state: { value: 'STATE', about: 'Only these: pending, retrying, delivered, held, exhausted, …' },
      type: { value: 'TYPE', about: 'Only of events of this type' },
    },
    async run(session) {
      // The broker names what it does not know.
      const query = { state: session.text('state'), event_type: session.text('type') } as object;
      const list = session.client.deliveries.list(session.argument('endpoint'), query, { signal: session.signal });
      session.show(await firstOf(session, list), COLUMNS, 'No deliveries match.');
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

/** Why it has not arrived. */
function waitOf({ waiting_for, waiting_until, waits_for }: DeliveryDetail): string {
  const reason = waiting_for!.replaceAll('_', ' ');
  return `${reason}${waits_for === null ? '' : ` ${waits_for}`}${waiting_until === null ? '' : `, until ${waiting_until}`}`;
}

function showOne(session: Session, delivery: DeliveryDetail): void {
  if (session.json) return session.printJson(delivery);
  const { bold, green, red, dim } = session.style;
  session.print(`${bold(delivery.event_type)}  ${delivery.id}`);
  session.print(`event        ${delivery.event_id}`);
  session.print(`endpoint     ${delivery.endpoint_id}`);
  session.print(`state        ${delivery.state}`);
  if (delivery.next_attempt_at !== null) session.print(`next attempt ${delivery.next_attempt_at}`);
  if (delivery.waiting_for !== null) session.print(`waiting for  ${waitOf(delivery)}`);
  for (const { number, at, outcome, status, error, duration_ms, response_body } of delivery.attempts) {
    const paint = outcome === 'delivered' ? green : red;
    const facts = [status, error, `${duration_ms} ms`].filter((fact) => fact !== null).map(plain);
    session.print(`  ${number}  ${at}  ${paint(outcome)}  ${facts.join('  ')}`);
    if (outcome === 'failed' && response_body) session.print(dim(`     ${plain(response_body.slice(0, 200))}`));
  }
}
