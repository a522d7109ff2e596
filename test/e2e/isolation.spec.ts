import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { DeliveryRig } from '../support/delivery-rig.js';
import { freePort } from '../support/free-port.js';
import { type Answer, type Receiver, until } from '../support/index.js';
import { seedDelivery, type SeededEndpoint } from '../support/seed-deliveries.js';

let rig: DeliveryRig;
const servers: { server: Server; sockets: Set<Socket> }[] = [];
beforeAll(async () => {
  rig = await DeliveryRig.create();
});
afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  }
  await rig.clear();
});
afterAll(() => rig.close());

const USERS = 60;
const EVENTS_PER_USER = 2;
const BACKLOG = USERS * EVENTS_PER_USER;
const MiB = 1_048_576;

/** Long enough a ladder that nothing is exhausted, short enough that a probe comes soon. */
const ENVIRONMENT = {
  ROLLCALL_RETRY_SCHEDULE: Array(100).fill('300ms').join(','),
  ROLLCALL_REQUEST_TIMEOUT: '1s',
};

/** Ends every connection in the middle of its TLS handshake. */
async function brokenTls(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('data', () => socket.end('no TLS here\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push({ server, sockets });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Backlog {
  endpoint: SeededEndpoint;
  /** Event ids of each user, in order. */
  expected: Map<string, string[]>;
}

async function backlogAt(url: string, people = USERS): Promise<Backlog> {
  const endpoint = await rig.endpoint(url);
  const expected = new Map<string, string[]>();
  const users = Array.from({ length: people }, () => newId('diruser'));
  for (let round = 0; round < EVENTS_PER_USER; round++) {
    await Promise.all(
      users.map(async (user) => {
        // Creations, as a plain update would stand in for the one before it.
        const { eventId } = await seedDelivery(rig.pool, endpoint.id, user, 'user_created');
        expected.set(user, [...(expected.get(user) ?? []), eventId]);
      }),
    );
  }
  return { endpoint, expected };
}

async function attemptsAt(endpointId: string): Promise<{ made: number; most: number; failed: number }> {
  const { rows } = await rig.pool.query<{ made: number; most: number; failed: number }>(
    `SELECT count(*)::int AS made, COALESCE(max(a.number), 0)::int AS most, (count(*) FILTER (WHERE a.outcome = 'failed'))::int AS failed
     FROM attempts a JOIN all_deliveries d ON d.id = a.delivery_id WHERE d.endpoint_id = $1`,
    [endpointId],
  );
  return rows[0]!;
}

async function statesAt(endpointId: string): Promise<Record<string, number>> {
  const { rows } = await rig.pool.query<{ state: string; count: number }>(
    'SELECT state, count(*)::int AS count FROM all_deliveries WHERE endpoint_id = $1 GROUP BY state',
    [endpointId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** The first arrivals of each user's events that were answered. */
function arrivals(receiver: Receiver, expected: Map<string, string[]>, from = 0): Map<string, string[]> {
  const users = new Map([...expected].flatMap(([user, ids]) => ids.map((id) => [id, user] as const)));
  const seen = new Map<string, string[]>([...expected.keys()].map((user) => [user, []]));
  for (const { headers } of receiver.received.slice(from)) {
    const id = headers['webhook-id'] as string;
    const events = seen.get(users.get(id)!)!;
    if (!events.includes(id)) events.push(id);
  }
  return seen;
}

const BAD: Record<string, Answer> = {
  hangs: { hang: true },
  'drips bytes': { dripMs: 20 },
  resets: { reset: true },
  'refuses all it gets': { status: 503 },
};

describe.each(Object.keys(BAD))('an endpoint that %s', (behaviour) => {
  it('loses few steps, costs its neighbour nothing, and gets everything in order when it is well', async () => {
    const [bad, healthy] = [await rig.receiver(), await rig.receiver()];
    bad.answer = () => BAD[behaviour]!;
    const failing = await backlogAt(bad.url);
    const neighbour = await backlogAt(healthy.url);
    await rig.startWorker(ENVIRONMENT);
    await until(async () => expect(await statesAt(neighbour.endpoint.id)).toEqual({ delivered: BACKLOG }), 30_000);
    expect(arrivals(healthy, neighbour.expected)).toEqual(neighbour.expected);

    // Past the ten failures that open the breaker, only probes are made.
    await until(async () => expect((await attemptsAt(failing.endpoint.id)).failed).toBeGreaterThan(10), 30_000);
    const before = await attemptsAt(failing.endpoint.id);
    expect(before.made).toBeLessThan(USERS);
    const { pending = 0 } = await statesAt(failing.endpoint.id);
    expect(pending).toBeGreaterThan(BACKLOG / 2);

    const from = bad.received.length;
    bad.answer = () => ({});
    await until(async () => expect(await statesAt(failing.endpoint.id)).toEqual({ delivered: BACKLOG }), 40_000);
    expect(arrivals(bad, failing.expected, from)).toEqual(failing.expected);
  });
});

it('one that answers 10 MB gets everything, and so does its neighbour', async () => {
  const [large, healthy] = [await rig.receiver(), await rig.receiver()];
  large.answer = () => ({ bodyBytes: 10 * MiB });
  const [first, second] = [await backlogAt(large.url, 10), await backlogAt(healthy.url)];
  await rig.startWorker(ENVIRONMENT);
  await until(async () => expect(await statesAt(second.endpoint.id)).toEqual({ delivered: BACKLOG }), 40_000);
  await until(async () => expect(await statesAt(first.endpoint.id)).toEqual({ delivered: 20 }), 40_000);
  expect(arrivals(large, first.expected)).toEqual(first.expected);
});

it('what cannot be connected to is left alone, and is delivered when somebody listens', async () => {
  const [away, healthy] = [await rig.receiver(await freePort()), await rig.receiver()];
  const { port, url } = away;
  await away.close();
  const refused = await backlogAt(url);
  const unsafe = await backlogAt(await brokenTls());
  const neighbour = await backlogAt(healthy.url);
  await rig.startWorker(ENVIRONMENT);
  await until(async () => expect(await statesAt(neighbour.endpoint.id)).toEqual({ delivered: BACKLOG }), 30_000);
  for (const { endpoint } of [refused, unsafe]) {
    await until(async () => expect((await attemptsAt(endpoint.id)).failed).toBeGreaterThan(10), 30_000);
    const { pending = 0 } = await statesAt(endpoint.id);
    expect(pending).toBeGreaterThan(BACKLOG / 2);
  }
  const again = await rig.receiver(port);
  await until(async () => expect(await statesAt(refused.endpoint.id)).toEqual({ delivered: BACKLOG }), 40_000);
  expect(arrivals(again, refused.expected)).toEqual(refused.expected);
  const { rows } = await rig.pool.query<{ error: string }>(
    `SELECT DISTINCT a.error FROM attempts a JOIN all_deliveries d ON d.id = a.delivery_id WHERE d.endpoint_id = $1`,
    [unsafe.endpoint.id],
  );
  // A busy machine may take longer than the second that an attempt has.
  const known = rows.filter(({ error }) => !error.startsWith('timeout:'));
  expect(known).toEqual([{ error: expect.stringContaining('tls_error') }]);
});

it('a deprovisioning is the probe of an endpoint that is well again, ahead of its backlog', async () => {
  const receiver = await rig.receiver();
  receiver.answer = () => ({ status: 500 });
  const { endpoint } = await backlogAt(receiver.url);
  await rig.startWorker({ ...ENVIRONMENT, ROLLCALL_RETRY_SCHEDULE: Array(100).fill('3s').join(',') });
  await until(async () => expect((await attemptsAt(endpoint.id)).failed).toBeGreaterThanOrEqual(10), 30_000);
  const deletion = await seedDelivery(rig.pool, endpoint.id, newId('diruser'), 'user_deleted');
  receiver.answer = () => ({});
  const from = receiver.received.length;
  await until(async () => expect(await statesAt(endpoint.id)).toEqual({ delivered: BACKLOG + 1 }), 50_000);
  const ids = receiver.received.slice(from).map(({ headers }) => headers['webhook-id']);
  expect(ids.indexOf(deletion.eventId)).toBeLessThan(BACKLOG / 2);
});
