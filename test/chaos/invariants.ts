import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { until } from '../support/index.js';
import { type AuditedDelivery, auditDeliveries, unfinished } from './audit.js';
import { readFeed } from './feed.js';
import { announcementOf, type FeedEvent, isAboutUser } from './feed-event.js';
import { groupBy } from './group-by.js';
import { type Ledger } from './identity-provider.js';
import { readUsers, type RestUser } from './rest-users.js';
import { type Scene } from './scene.js';
import { type Inbox } from './verifying-receiver.js';

/** Many violations usually have one cause. */
const SHOWN = 10;

/** To look costs what there is to wait for. */
const LOOK_EVERY_MS = 100;

const SETTLED_WITHIN_MS = 90_000;

/**
 * What must hold after any fault, as soon as everything runs again:
 * - each change that was answered with 2xx has raised exactly its events, and nothing else has raised any;
 * - the feed has no gap, and nothing twice, and whoever followed it meanwhile has seen all of it;
 * - each event arrived, signed, exactly as the feed has it, or was superseded by a later one of its user or group that arrived;
 * - first arrivals of one user or group are in the order of `version`;
 * - no two requests about one user or group were under way at once;
 * - the attempt log numbers its rows without a gap and has one for each POST that the receiver saw;
 * - REST says what the identity provider was promised, and what the last event said.
 */
export async function expectNothingLost(scene: Scene): Promise<void> {
  if (scene.neighbour !== undefined) await expectNothingLost(scene.neighbour);
  await settled(scene);
  await scene.follower?.end();
  const { events, latest } = await readFeed(scene);
  const deliveries = await auditDeliveries(scene.world.postgres, scene.endpointId);
  const users = await readUsers(scene);
  const violations = [
    ...scene.ledger.violations,
    ...checkFeed(events, latest),
    ...checkFollower(events, scene),
    ...checkAnnouncements(events, scene.ledger),
    ...checkArrivals(events, deliveries, scene.inbox),
    ...checkOrder(scene.inbox),
    ...checkAttempts(deliveries, scene.inbox),
    ...checkUsers(users, events, scene.ledger),
  ];
  expect(violations.slice(0, SHOWN), `${violations.length} violations`).toEqual([]);
  scene.world.expectNoAccidents();
}

/** Resolves when nothing waits any more. */
export async function settled(scene: Scene): Promise<void> {
  await until(async () => {
    await sleep(LOOK_EVERY_MS);
    expect(await unfinished(scene.world.postgres, scene)).toEqual({ deliveries: 0, announcements: 0 });
  }, SETTLED_WITHIN_MS);
}

function* checkFeed(events: FeedEvent[], latest: number): Iterable<string> {
  for (const [index, { id, sequence }] of events.entries()) {
    if (sequence !== index + 1) yield `the feed has ${id} with sequence ${sequence} at place ${index + 1}`;
  }
  if (new Set(events.map(({ id }) => id)).size !== events.length) yield 'the feed has an event twice';
  if (latest !== events.length) yield `the latest sequence is said to be ${latest}, the feed has ${events.length}`;
}

function* checkFollower(events: FeedEvent[], { follower, directoryId }: Scene): Iterable<string> {
  if (follower === undefined) return;
  const followed = follower.events.filter(({ data }) => (data.directory_id ?? data.id) === directoryId);
  const place = events.findIndex(({ id }, index) => followed[index]?.id !== id);
  if (place >= 0)
    yield `who followed the feed has ${followed[place]?.id} at place ${place + 1}, not ${events[place]!.id}`;
  if (followed.length > events.length) yield `who followed the feed has ${followed.length} events of ${events.length}`;
}

function* checkAnnouncements(events: FeedEvent[], { announced }: Ledger): Iterable<string> {
  const raised = groupBy(events.filter(isAboutUser), ({ data }) => data.id);
  for (const id of new Set([...announced.keys(), ...raised.keys()])) {
    const expected = announced.get(id) ?? [];
    const actual = (raised.get(id) ?? []).map(announcementOf);
    const place = Array.from({ length: Math.max(expected.length, actual.length) }).findIndex(
      (_, index) => !isDeepStrictEqual(expected[index], actual[index]),
    );
    if (place < 0) continue;
    const [wanted, got] = [JSON.stringify(expected[place]), JSON.stringify(actual[place])];
    yield `event ${place + 1} of ${expected.length} of ${id} should say ${wanted} and says ${got}`;
  }
}

function* checkArrivals(events: FeedEvent[], deliveries: AuditedDelivery[], inbox: Inbox): Iterable<string> {
  yield* inbox.forged.map((text) => `a signature was wrong: ${text}`);
  yield* inbox.sideBySide.map((text) => `sent side by side: ${text}`);
  const bodies = new Map(events.map((event) => [event.id, JSON.stringify(event)]));
  for (const { event, body } of inbox.arrivals) {
    if (bodies.get(event.id) !== body) yield `${event.id} arrived otherwise than the feed has it`;
  }
  const acknowledged = inbox.arrivals.filter((arrival) => arrival.acknowledged).map(({ event }) => event);
  const arrived = new Set(acknowledged.map(({ id }) => id));
  const newest = new Map<string, number>();
  for (const { data } of acknowledged) newest.set(data.id, Math.max(data.version, newest.get(data.id) ?? 0));
  const byEvent = new Map(deliveries.map((delivery) => [delivery.eventId, delivery]));
  for (const { id, type, data } of events) {
    const state = byEvent.get(id)?.state;
    const replaced = state === 'superseded' && (newest.get(data.id) ?? 0) > data.version;
    if (!arrived.has(id) && !replaced) yield `${type} ${id} never arrived; its delivery is ${state ?? 'not there'}`;
  }
}

function* checkOrder({ arrivals }: Inbox): Iterable<string> {
  const seen = new Set<string>();
  const newest = new Map<string, number>();
  for (const { event } of arrivals) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    const { id, version } = event.data;
    if (version <= (newest.get(id) ?? 0)) yield `version ${version} of ${id} arrived after ${newest.get(id)}`;
    newest.set(id, version);
  }
}

function* checkAttempts(deliveries: AuditedDelivery[], inbox: Inbox): Iterable<string> {
  const arrivals = groupBy(inbox.arrivals, ({ event }) => event.id);
  for (const { id, eventId, state, step, attempts, numbers, outcomes, answered } of deliveries) {
    const posts = arrivals.get(eventId) ?? [];
    const log = `${outcomes.join()} (numbers ${numbers.join()})`;
    if (numbers.length !== attempts || numbers.some((number, index) => number !== index + 1))
      yield `${id} counts ${attempts} attempts, the log has ${log}`;
    if (posts.length > outcomes.length) yield `${id} was posted ${posts.length} times, the log has ${log}`;
    const acknowledged = posts.filter((post) => post.acknowledged).length;
    const delivered = outcomes.filter((outcome) => outcome === 'delivered').length;
    if (delivered > acknowledged) yield `${id} was acknowledged ${acknowledged} times, the log has ${log}`;
    if (answered > posts.length) yield `${id} was posted ${posts.length} times, the log has ${answered} answers`;
    if ((state === 'delivered') !== delivered > 0) yield `${id} is ${state}, the log has ${log}`;
    const counted = outcomes.filter((outcome) => outcome !== 'interrupted').length;
    if (step > counted) yield `${id} is at step ${step}, the log has ${log}`;
  }
}

function* checkUsers(users: RestUser[], events: FeedEvent[], { people, ids }: Ledger): Iterable<string> {
  const stored = new Map(users.map((user) => [user.id, user]));
  const last = new Map(events.filter(isAboutUser).map((event) => [event.data.id, event]));
  for (const person of people) {
    const id = ids.get(person);
    const user = id === undefined ? undefined : stored.get(id);
    if (id === undefined) continue;
    if (user === undefined) {
      yield `${id} (${person.externalId}) is not listed`;
      continue;
    }
    const { active, title, groups } = person.state;
    const actual = {
      active: user.active,
      title: user.user_detail['title'],
      groups: user.groups.map((group) => group.id).sort(),
    };
    const expected = { active, title, groups: groups.toSorted() };
    if (!isDeepStrictEqual(actual, expected))
      yield `${id} should be ${JSON.stringify(expected)} and is ${JSON.stringify(actual)}`;
    if (!saysLastEvent(user, last.get(id)))
      yield `${id} is ${JSON.stringify(user.user_detail)}, its last event said ${JSON.stringify(last.get(id))}`;
  }
  if (users.length !== ids.size) yield `${users.length} users are listed, ${ids.size} were created`;
}

/** Who is inactive may lose groups without an event: receivers know already that they are gone. */
function saysLastEvent({ user_detail, active }: RestUser, event: FeedEvent | undefined): boolean {
  if (event === undefined) return false;
  if (!active) return event.data.active === false && event.data.version === user_detail['version'];
  return isDeepStrictEqual(inOrder(event.data), inOrder(user_detail));
}

/** The order of groups says nothing. */
function inOrder(data: object): object {
  const { groups } = data as { groups: { id: string }[] };
  return { ...data, groups: groups.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}
