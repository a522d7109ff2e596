import { type Path, type ScimResource } from '#scim';
import { type DepartureDate, parseDepartureDate } from './departure-date.js';
import { type DeparturePolicy } from './policy.js';
import { firstValue, isMissing, objectOf, pathOf } from './resource-value.js';

/** When somebody leaves, by the date that the IdP sends under the policy's attribute. */
export class DepartureRule {
  private constructor(
    private readonly path: Path,
    private readonly attribute: string,
    private readonly timeZone: string,
  ) {}

  /** Undefined where the policy knows no departure date. */
  static of({ departure, departure_attribute, time_zone }: DeparturePolicy): DepartureRule | undefined {
    if (departure !== 'graceful' || departure_attribute === undefined) return undefined;
    return new DepartureRule(pathOf(departure_attribute), departure_attribute, time_zone ?? 'UTC');
  }

  /** RFC 3339 in UTC; undefined for somebody without a date, or with one that is none. */
  instantOf(resource: ScimResource): string | undefined {
    const value = this.valueOf(resource);
    return isMissing(value) ? undefined : departureInstant(value, this.timeZone);
  }

  /** The attribute, where it carries something that is no date. */
  unreadOf(resource: ScimResource): string | undefined {
    const value = this.valueOf(resource);
    return isMissing(value) || dateOf(value) !== undefined ? undefined : this.attribute;
  }

  private valueOf(resource: ScimResource): unknown {
    const value = firstValue([this.path], resource);
    const plain = objectOf(value)?.['value'] ?? value;
    return typeof plain === 'string' ? plain.trim() : plain;
  }
}

function dateOf(value: unknown): DepartureDate | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseDepartureDate(String(value)) : undefined;
}

/** A date without a time means the end of that day, and a time without an offset the clock of the time zone. */
export function departureInstant(value: unknown, timeZone: string): string | undefined {
  const date = dateOf(value);
  if (date === undefined || date === 'never') return undefined;
  const instant = date.offset === undefined ? inZone(date.wall, timeZone) : date.wall - date.offset;
  return new Date(Math.min(instant, LATEST)).toISOString();
}

/** RFC 3339 has four digits for a year, and `9999-12-31` means that nobody knows when. */
const LATEST = Date.UTC(10_000, 0, 1) - 1;

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
