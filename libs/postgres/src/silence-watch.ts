import { type Socket } from 'node:net';
import { type Client } from 'pg';
import { STATEMENT_TIMEOUT_MS } from './session.js';

/** Time is counted in ticks of this: a process that stood still itself has not been waiting meanwhile. */
const TICK_MS = 1_000;

/** An idle connection is asked for a sign of life after this many ticks. */
const IDLE_TICKS = 10;
/** A sign of life takes no work: one that is not there by then does not come. */
const SIGN_OF_LIFE_TICKS = 5;
/** An answer takes as long as its statement may, and some more. */
const ANSWER_TICKS = STATEMENT_TIMEOUT_MS / TICK_MS + 5;
/** The same on a connection whose server has just been found silent on another one. */
const SUSPECT_ANSWER_TICKS = 10;

/** What a client of `pg` has and its types hide. */
export type Watchable = Client & {
  readonly host: string;
  readonly port: number;
  /** Nothing is asked and not answered. */
  readonly readyForQuery: boolean;
  /** `I`: no transaction is open. */
  getTransactionStatus(): string | null;
};

interface Watched {
  client: Watchable;
  bytesRead: number;
  /** Since something was heard, or since something was asked. */
  quietTicks: number;
  wasAsked: boolean;
  signOfLife: 'not asked' | 'asked';
  suspect: boolean;
}

/**
 * Ends connections on which nothing comes any more although something was asked: where the network drops what is sent, and closes
 * nothing, `pg` waits for ever. Whoever waits for an answer gets an error, and the next one a new connection. Idle connections are asked
 * for a sign of life, so that silence is mostly found before somebody runs into it; when one has fallen silent, the others of the same
 * server have less time. One watch for all connections of a process, as the timer would cost more than the looking.
 */
export class SilenceWatch {
  private readonly all = new Map<Watchable, Watched>();
  private timer: NodeJS.Timeout | undefined;

  /** @param client that is connected; it is forgotten when it ends. */
  add(client: Watchable): void {
    if (this.all.has(client)) return;
    this.all.set(client, {
      client,
      bytesRead: bytesRead(client),
      quietTicks: 0,
      wasAsked: false,
      signOfLife: 'not asked',
      suspect: false,
    });
    client.once('end', () => this.remove(client));
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  private remove(client: Watchable): void {
    this.all.delete(client);
    if (this.all.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Visible for tests, which have no time. */
  tick(): void {
    for (const watched of [...this.all.values()]) this.look(watched);
  }

  private look(watched: Watched): void {
    const { client } = watched;
    const heard = bytesRead(client);
    const asked = !client.readyForQuery;
    if (heard !== watched.bytesRead || asked !== watched.wasAsked) {
      if (heard !== watched.bytesRead) Object.assign(watched, { suspect: false, signOfLife: 'not asked' });
      Object.assign(watched, { bytesRead: heard, wasAsked: asked, quietTicks: 0 });
      return;
    }
    watched.quietTicks += 1;
    if (asked) {
      if (watched.quietTicks >= patience(watched)) this.silent(watched);
    } else if (watched.quietTicks >= IDLE_TICKS) askForLife(watched);
  }

  private silent({ client, quietTicks }: Watched): void {
    this.remove(client);
    client.connection.stream.destroy(new Error(`Connection terminated: no answer came over it for ${quietTicks} s`));
    for (const other of this.all.values()) {
      if (other.client.host !== client.host || other.client.port !== client.port) continue;
      other.suspect = true;
      if (other.client.readyForQuery) askForLife(other);
    }
  }
}

function patience({ signOfLife, suspect }: Watched): number {
  if (signOfLife === 'asked') return SIGN_OF_LIFE_TICKS;
  return suspect ? SUSPECT_ANSWER_TICKS : ANSWER_TICKS;
}

/** A transaction that is left open must not be kept alive: the server ends it when its time is over. */
function askForLife(watched: Watched): void {
  const { client } = watched;
  if (client.getTransactionStatus() !== 'I' || watched.signOfLife === 'asked') return;
  watched.signOfLife = 'asked';
  watched.wasAsked = true;
  watched.quietTicks = 0;
  // Refused: it is being closed, and the goodbye may be lost, too.
  client.query('SELECT 1').catch(() => client.connection.stream.destroy());
}

/** TLS replaces the stream once. */
const bytesRead = (client: Watchable): number => (client.connection.stream as Socket).bytesRead;

const watch = new SilenceWatch();

/** Watches a connection until it ends: see `SilenceWatch`. A statement on it must not take longer than `STATEMENT_TIMEOUT_MS`. */
export const watchSilence = (client: Client): void => watch.add(client as Watchable);
