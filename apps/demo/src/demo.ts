import { setTimeout as sleep } from 'node:timers/promises';
import { Entra, type Event, EventDescriber, type IdentityProvider, Okta, shortType, WriteLog } from '#simulation';
import { createAcme, type DemoDirectory } from './acme.js';
import { entraCast, hiBobCast, oktaCast, type Cast } from './cast.js';
import { EventLines } from './event-lines.js';
import { eventsOf } from './feed.js';
import { playOutage } from './outage.js';
import { HiBob } from './pulled/hibob.js';
import { playPulled } from './pulled/play-pulled.js';
import { PulledDirectory } from './pulled/pulled-directory.js';
import { Receiver } from './receiver.js';
import { type RestClient } from './rest-client.js';
import { playStory, type Stage } from './story.js';
import { styleOf } from './style.js';
import { summary, type Column } from './summary.js';

/** Between two actions of a provider, for a person to follow. */
const PAUSE_MS = 420;

/** Every webhook is there long before; beyond it, something is wrong. */
const LAST_WEBHOOKS_MS = 30_000;

/** One provider or source on the stage. */
interface Part {
  name: string;
  directoryId: string;
  cast: Cast;
  writes: WriteLog;
  /** Tells its story. */
  play(stage: Stage): Promise<void>;
  /** Undefined: only somebody who pushes finds the receiver down. */
  provider?: IdentityProvider;
  latencies: number[];
  deprovisioning: number[];
  late: number[];
}

export interface DemoOptions {
  /** Without pauses. */
  fast: boolean;
  /** Also a directory that Rollcall pulls. */
  pulled: boolean;
  /** Ends it early, with a rejection. */
  signal: AbortSignal;
  print: (line: string) => void;
  colours: boolean;
  /** Whether the receiver fails for a while: not with retries that come late. */
  hasOutage: boolean;
  /** Told of the endpoint, which is to be deleted when the receiver ends. */
  onEndpoint: (id: string) => void;
}

export interface DemoResult {
  /** Every event arrived with a good signature. */
  verified: boolean;
  summary: string;
  okta: DemoDirectory;
}

/** The whole demo against a running broker. Its receiver goes on printing afterwards. */
export async function playDemo(api: RestClient, options: DemoOptions): Promise<DemoResult> {
  const { fast, signal, print } = options;
  const parts: Part[] = [];
  const style = styleOf(options.colours);
  const lines = new EventLines(new EventDescriber(), style, print);
  const reports: Promise<void>[] = [];
  const receiver = await Receiver.start(
    (event, at) => reports.push(report(event, at)),
    (event) => lines.turnedAway(event, partOfEvent(event)?.name ?? ''),
  );
  const acme = await createAcme(api, receiver.url);
  options.onEndpoint(acme.endpointId);
  receiver.trust(acme.signingSecret);
  parts.push(partOf(Okta, acme.okta, oktaCast()), partOf(Entra, acme.entra, entraCast()));
  if (options.pulled) parts.push(await pulledPart(api, acme.organizationId, signal));

  function partOfEvent({ data }: Event): Part | undefined {
    // A sync is about the directory itself.
    return parts.find(({ directoryId }) => directoryId === (data.directory_id ?? data.id));
  }

  async function report(event: Event, at: number): Promise<void> {
    const part = partOfEvent(event);
    const answeredAt = await part?.writes.answerAt(event.occurred_at);
    // It may well be faster than the answer to the request that caused it.
    const latency = answeredAt === undefined ? undefined : Math.max(0, at - answeredAt);
    const isLate = receiver.turnedAway.has(event.id);
    if (part && latency !== undefined) {
      (isLate ? part.late : part.latencies).push(latency);
      if (shortType(event) === 'user_deleted' && !isLate) part.deprovisioning.push(latency);
    }
    await lines.add({ event, provider: part?.name ?? '', latency, isLate });
  }

  const stage: Stage = {
    pause: () => (fast ? Promise.resolve(signal.throwIfAborted()) : sleep(PAUSE_MS, undefined, { signal })),
    say: (line) => print(`\n${style.bold(line)}`),
  };
  print(
    '\nEach line is a webhook: time (UTC), provider, event, person or group, time since the SCIM answer, what changed.',
  );
  await Promise.all(parts.map((part) => part.play(stage)));
  if (options.hasOutage) {
    // Those under way first: they are not to be caught by it.
    for (const { directoryId } of parts) {
      await receiver.all(await eventsOf(api, directoryId, signal), LAST_WEBHOOKS_MS);
      await Promise.all(reports);
    }
    for (const { provider, cast } of parts)
      if (provider && cast.outage) await playOutage(provider, cast.outage, receiver, stage, signal);
  }

  const columns: Column[] = [];
  for (const { name, directoryId, cast, latencies, deprovisioning, late } of parts) {
    const outage = options.hasOutage ? cast.outage : undefined;
    const announced = await eventsOf(api, directoryId, signal);
    const missing = await receiver.all(announced, LAST_WEBHOOKS_MS);
    await Promise.all(reports);
    columns.push({
      name,
      people: cast.firstDay.length + cast.joiners.length,
      joiners: cast.joiners.length,
      movers: cast.movers.length + (outage?.movers.length ?? 0),
      leavers: cast.leavers.length + (cast.deleted ? 1 : 0) + (outage ? 1 : 0),
      groups: cast.groups.length,
      announced: announced.length,
      verified: announced.length - missing.length,
      latencies,
      deprovisioning,
      late,
    });
  }
  const verified = receiver.refused === 0 && columns.every(({ announced, verified }) => announced === verified);
  return { verified, summary: summary(columns, receiver.refused), okta: acme.okta };
}

function partOf(
  Provider: new (base: string, secret: string, writes: WriteLog) => IdentityProvider,
  directory: DemoDirectory,
  cast: Cast,
): Part {
  const writes = new WriteLog();
  const provider = new Provider(directory.base, directory.secret, writes);
  const play = (stage: Stage) => playStory(provider, cast, stage);
  return { ...part(provider.name, directory.id, cast), provider, writes, play };
}

/** Nobody sends anything: how long after it an event came cannot be said. */
async function pulledPart(api: RestClient, organizationId: string, signal: AbortSignal): Promise<Part> {
  const source = await HiBob.start();
  const directory = await PulledDirectory.create(api, organizationId, source.connection, signal);
  const cast = hiBobCast();
  const play = (stage: Stage) => playPulled(source, directory, cast, stage);
  return { ...part(source.name, directory.id, cast), play };
}

const part = (name: string, directoryId: string, cast: Cast) => ({
  name,
  directoryId,
  cast,
  writes: new WriteLog(),
  latencies: [],
  deprovisioning: [],
  late: [],
});
