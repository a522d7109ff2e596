import { setTimeout as sleep } from 'node:timers/promises';
import { createAcme, type DemoDirectory } from './acme.js';
import { entraCast, oktaCast, type Cast } from './cast.js';
import { EventDescriber } from './describe-event.js';
import { Entra } from './entra.js';
import { shortType, type Event } from './event.js';
import { eventsOf } from './feed.js';
import { type IdentityProvider } from './identity-provider.js';
import { Okta } from './okta.js';
import { Receiver } from './receiver.js';
import { type RestClient } from './rest-client.js';
import { playStory, type Stage } from './story.js';
import { ms, summary, type Column } from './summary.js';
import { WriteLog } from './write-log.js';

/** Between two actions of a provider, for a person to follow. */
const PAUSE_MS = 550;

/** Every webhook is there long before; beyond it, something is wrong. */
const LAST_WEBHOOKS_MS = 30_000;

/** One provider on the stage. */
interface Part {
  provider: IdentityProvider;
  directory: DemoDirectory;
  cast: Cast;
  writes: WriteLog;
  latencies: number[];
  deprovisioning: number[];
}

export interface DemoOptions {
  /** Without pauses. */
  fast: boolean;
  /** Ends it early, with a rejection. */
  signal: AbortSignal;
  print: (line: string) => void;
}

export interface DemoResult {
  /** Every event arrived with a good signature. */
  verified: boolean;
  summary: string;
  okta: DemoDirectory;
}

/** The whole demo against a running broker. Its receiver goes on printing afterwards. */
export async function playDemo(api: RestClient, { fast, signal, print }: DemoOptions): Promise<DemoResult> {
  const parts: Part[] = [];
  const describer = new EventDescriber();
  const reports: Promise<void>[] = [];
  const receiver = await Receiver.start((event, at) => reports.push(report(event, at)));
  const acme = await createAcme(api, receiver.url);
  receiver.trust(acme.signingSecret);
  parts.push(partOf(Okta, acme.okta, oktaCast()), partOf(Entra, acme.entra, entraCast()));

  async function report(event: Event, at: number): Promise<void> {
    const part = parts.find(({ directory }) => directory.id === event.data.directory_id);
    const answeredAt = await part?.writes.answerAt(event.occurred_at);
    // It may well be faster than the answer to the request that caused it.
    const latency = answeredAt === undefined ? undefined : Math.max(0, at - answeredAt);
    if (part && latency !== undefined) {
      part.latencies.push(latency);
      if (shortType(event) === 'user_deleted') part.deprovisioning.push(latency);
    }
    const columns = [
      new Date().toISOString().slice(11, 23),
      (part?.provider.name ?? '').padEnd(8),
      shortType(event).padEnd(13),
      describer.subject(event).padEnd(18),
      ms(latency ?? NaN).padStart(7),
      describer.change(event),
    ];
    print(`  ${columns.join('  ').trimEnd()}`);
  }

  const stage: Stage = {
    pause: () => (fast ? Promise.resolve(signal.throwIfAborted()) : sleep(PAUSE_MS, undefined, { signal })),
    say: (line) => print(`\n${line}`),
  };
  print(
    '\nWhat the receiver gets: time (UTC), provider, event, about whom, how long after the SCIM answer, what changed.',
  );
  await Promise.all(parts.map(({ provider, cast }) => playStory(provider, cast, stage)));

  const columns: Column[] = [];
  for (const { provider, directory, cast, latencies, deprovisioning } of parts) {
    const announced = await eventsOf(api, directory.id, signal);
    const missing = await receiver.all(announced, LAST_WEBHOOKS_MS);
    await Promise.all(reports);
    columns.push({
      name: provider.name,
      people: cast.firstDay.length + cast.joiners.length,
      joiners: cast.joiners.length,
      movers: cast.movers.length,
      leavers: cast.leavers.length + (cast.deleted ? 1 : 0),
      groups: cast.groups.length,
      announced: announced.length,
      verified: announced.length - missing.length,
      latencies,
      deprovisioning,
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
  return { provider, directory, cast, writes, latencies: [], deprovisioning: [] };
}
