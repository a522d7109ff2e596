import { type Path, type ScimResource } from '#scim';
import { type DeprovisioningPolicy } from './policy.js';
import { firstValue, pathOf, scalarOf } from './resource-value.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** When somebody leaves, by the date that the IdP sends under the policy's attribute. */
export class DepartureRule {
  private constructor(
    private readonly path: Path,
    private readonly timeZone: string,
  ) {}

  /** Undefined where the policy knows no departure date. */
  static of({ departure, departure_attribute, time_zone }: DeprovisioningPolicy): DepartureRule | undefined {
    if (departure !== 'graceful' || departure_attribute === undefined) return undefined;
    return new DepartureRule(pathOf(departure_attribute), time_zone ?? 'UTC');
  }

  /** RFC 3339 in UTC; undefined for somebody without a date, or with one that is none. */
  instantOf(resource: ScimResource): string | undefined {
    const value = scalarOf(firstValue([this.path], resource));
    return typeof value === 'string' ? departureInstant(value.trim(), this.timeZone) : undefined;
  }
}

/** A date without a time means the end of that day, and a time without an offset the clock of the time zone. */
export function departureInstant(text: string, timeZone: string): string | undefined {
  const date = DATE.exec(text);
  if (date) {
    const [year, month, day] = date.slice(1).map(Number) as [number, number, number];
    const midnight = Date.UTC(year, month - 1, day);
    if (new Date(midnight).toISOString().slice(0, 10) !== text) return undefined;
    return new Date(inZone(midnight + 86_400_000, timeZone)).toISOString();
  }
  const local = LOCAL_TIME.exec(text);
  const at = local
    ? Date.parse(`${local[1]}T${local[2]}Z`)
    : INSTANT.test(text)
      ? Date.parse(text.replace(' ', 'T'))
      : NaN;
  if (Number.isNaN(at)) return undefined;
  return new Date(local ? inZone(at, timeZone) : at).toISOString();
}

/** The instant at which the clocks of the zone show this time, given as if it were UTC. */
function inZone(wall: number, timeZone: string): number {
  const guess = wall - offsetAt(wall, timeZone);
  // The offset that holds there, which differs where the clocks are changed in between.
  return wall - offsetAt(guess, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(instant / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than a hundred uses. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}
