import { setTimeout as sleep } from 'node:timers/promises';
import { type Event, type EventDescriber, shortType } from '#simulation';
import { duration } from './duration.js';
import { type Style } from './style.js';

/** Members of a pushed group are announced within less than this of each other. */
const TOGETHER_MS = 300;

/** One webhook, as the demo knows it. */
export interface Arrival {
  event: Event;
  provider: string;
  /** After the SCIM answer; undefined where that is not known. */
  latency: number | undefined;
  /** It had come before, while the receiver was down. */
  isLate: boolean;
}

/** Several people who got or lost the same groups: one line. */
interface Bunch {
  arrivals: Arrival[];
  printed: Promise<void>;
}

/** Prints a line per event, but one line where a whole group of people changes alike. */
export class EventLines {
  private readonly bunches = new Map<string, Bunch>();

  constructor(
    private readonly describer: EventDescriber,
    private readonly style: Style,
    private readonly print: (line: string) => void,
  ) {}

  /** @returns when the line is printed */
  async add(arrival: Arrival): Promise<void> {
    // In the order of arrival: the describer remembers names.
    const subject = this.describer.subject(arrival.event);
    const change = this.describer.change(arrival.event);
    if (!isMembership(arrival.event)) return this.line(arrival, subject, change);
    const key = `${arrival.provider}\0${change}`;
    const known = this.bunches.get(key);
    if (known !== undefined) {
      known.arrivals.push(arrival);
      return await known.printed;
    }
    const bunch: Bunch = { arrivals: [arrival], printed: Promise.resolve() };
    this.bunches.set(key, bunch);
    bunch.printed = this.printLater(key, bunch, subject, change);
    await bunch.printed;
  }

  /** An event that the receiver did not take. */
  turnedAway(event: Event, provider: string): void {
    const subject = this.describer.subject(event);
    this.print(this.columns(this.style.yellow, event, provider, subject, '', 'refused (500): Rollcall keeps it'));
  }

  private async printLater(key: string, bunch: Bunch, subject: string, change: string): Promise<void> {
    for (let seen = 0; seen < bunch.arrivals.length; await sleep(TOGETHER_MS)) seen = bunch.arrivals.length;
    this.bunches.delete(key);
    const slowest = Math.max(...bunch.arrivals.map(({ latency }) => latency ?? NaN));
    const who = bunch.arrivals.length === 1 ? subject : `${bunch.arrivals.length} people`;
    this.line({ ...bunch.arrivals[0]!, latency: slowest }, who, change);
  }

  private line({ event, provider, latency = NaN, isLate }: Arrival, subject: string, change: string): void {
    const { green, red, dim } = this.style;
    const plain = (text: string) => text;
    const paint = { user_created: green, user_deleted: red }[shortType(event)] ?? plain;
    const said = isLate ? `${change}  ${dim('kept through the outage')}` : change;
    this.print(this.columns(paint, event, provider, subject, duration(latency), said));
  }

  private columns(
    paint: (text: string) => string,
    event: Event,
    provider: string,
    subject: string,
    after: string,
    change: string,
  ): string {
    const columns = [
      this.style.dim(new Date().toISOString().slice(11, 23)),
      provider.padEnd(8),
      paint(shortType(event).padEnd(13)),
      paint(subject.padEnd(18)),
      after.padStart(7),
      change,
    ];
    return `  ${columns.join('  ').trimEnd()}`;
  }
}

/** Nothing but groups that came or went. */
function isMembership(event: Event): boolean {
  const changed = Object.keys(event.previous_attributes ?? {});
  return shortType(event) === 'user_updated' && changed.length === 1 && changed[0] === 'groups';
}
