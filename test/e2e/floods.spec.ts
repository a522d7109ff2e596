import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeyTurns } from '../../apps/api/src/management/limits/key-turns.js';
import { TURN_LIMITS } from '../../apps/api/src/limits/turns.js';
import { until } from '../support/index.js';
import { withoutRefill } from '../support/token-buckets.js';
import { ManagementClient, type Reply } from './management-client.js';
import { PortalClient } from './portal-client.js';

/** Each sends the next request when the one before is answered: more than a sender has in work at once beside another one. */
const CLIENTS = 30;
/** The other sender has as many clients, and each asks so often. */
const QUIET_CLIENTS = 4;
const ASKED = 3;
/** And so often a third sender asks beside these, whether or not it has been answered: after 2 s without a request it would count as gone. */
const PRESENT_MS = 500;
/** Portal sessions that are this third sender in turn: one has 20 calls where none comes back, which is 10 s. */
const PRESENT_SESSIONS = 8;

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());
afterEach(() => vi.restoreAllMocks());

interface Flooded {
  /** What the flood was answered. */
  flood: number[];
  /** What the other sender was answered. */
  quiet: number[];
  /** The most that a sender had in work at once. */
  inWork: number;
}

/** Watches the turns of all senders. @returns how many requests of one were in work at once, at most */
function watchTurns(): () => number {
  const { take } = KeyTurns.prototype;
  const running = new Map<string, number>();
  let most = 0;
  vi.spyOn(KeyTurns.prototype, 'take').mockImplementation(async function (this: KeyTurns, sender, reply) {
    await take.call(this, sender, reply);
    const count = (running.get(sender) ?? 0) + 1;
    running.set(sender, count);
    most = Math.max(most, count);
    reply.raw.once('close', () => running.set(sender, running.get(sender)! - 1));
  });
  return () => most;
}

type Ask = () => Promise<Reply>;

/** One sender floods the api, while another one asks, and until the flood was answered each of these. Others stay present in turn. */
async function flooded(send: Ask, ask: Ask, others: Ask[], answers: number[]): Promise<Flooded> {
  const [flood, quiet]: [number[], number[]] = [[], []];
  let over = false;
  // From now on the sender of the flood is not alone.
  quiet.push((await ask()).status);
  const mostInWork = watchTurns();
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!over) flood.push((await send()).status);
  });
  const asking = Array.from({ length: QUIET_CLIENTS }, async () => {
    for (let n = 0; n < ASKED; n++) quiet.push((await ask()).status);
  });
  const more: Promise<Reply>[] = [];
  const present = setInterval(() => more.push(others[more.length % others.length]!()), PRESENT_MS);
  await Promise.all(asking);
  try {
    await until(() => expect(flood).toEqual(expect.arrayContaining(answers)));
  } finally {
    over = true;
    clearInterval(present);
  }
  await Promise.all(clients);
  for (const { status } of await Promise.all(more)) quiet.push(status);
  return { flood, quiet, inWork: mostInWork() };
}

describe('the stream API', () => {
  const receiver = async (): Promise<Ask> => {
    const { api_key, plain_key } = (await app.post('api_keys', { scopes: ['ssf.manage'] })).body;
    const form = { grant_type: 'client_credentials', client_id: api_key.id, client_secret: plain_key };
    const reply = await fetch(`${app.api.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token } = (await reply.json()) as { access_token: string };
    return () => app.call('GET', '/ssf/streams', undefined, { authorization: `Bearer ${access_token}` });
  };

  it('answers one key beside a flood of another one', async () => {
    const { flood, quiet, inWork } = await flooded(await receiver(), await receiver(), [await receiver()], [200]);
    expect(new Set(quiet)).toEqual(new Set([200]));
    expect(new Set(flood)).toEqual(new Set([200]));
    expect(inWork).toBeGreaterThan(1);
    expect(inWork).toBeLessThanOrEqual(TURN_LIMITS.shared);
  });
});

describe('the portal', () => {
  const session = async (): Promise<Ask> => {
    const { organizationId, directoryId } = await app.directory();
    const portal = await PortalClient.open(app, organizationId);
    return () => portal.get(`directories/${directoryId}`);
  };

  it('answers one session beside a flood of another one', async () => {
    const [many, one] = [await session(), await session()];
    const others: Ask[] = [];
    for (let n = 0; n < PRESENT_SESSIONS; n++) others.push(await session());
    const { flood, quiet, inWork } = await withoutRefill(() => flooded(many, one, others, [200, 429]));
    expect(new Set(quiet)).toEqual(new Set([200]));
    // A session has a number of calls of its own.
    expect([...new Set(flood)].sort()).toEqual([200, 429]);
    expect(inWork).toBeLessThanOrEqual(TURN_LIMITS.shared);
  });
});
