/**
 * When somebody leaves: `wall` is what the clock shows, as if it were UTC; without an `offset` it is the clock of the
 * policy's time zone. All in milliseconds. `never`: Active Directory's way to say that an account does not expire.
 */
export type DepartureDate = { wall: number; offset?: number } | 'never';

const DAY = 86_400_000;

const OFFSET = String.raw`([Zz]|[+-]\d{2}(?::?\d{2})?)`;
/** `2026-11-25`, and XML Schema's `2026-11-25-07:00`. */
const DAY_FORM = new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)${OFFSET}?$`);
/** `20261125`. */
const SHORT_DAY_FORM = /^(\d{4})(\d\d)(\d\d)$/;
/** RFC 3339, without seconds or an offset as well, and with the seven digits of .NET. */
const TIME_FORM = new RegExp(
  `^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?${OFFSET}?$`,
);
/** LDAP's GeneralizedTime (RFC 4517 §3.3.13), and ISO 8601's basic form. */
const SHORT_TIME_FORM = new RegExp(
  `^(\\d{4})(\\d\\d)(\\d\\d)[Tt]?(\\d\\d)(?:(\\d\\d)(\\d\\d)?)?(?:[.,](\\d{1,9}))?${OFFSET}$`,
);
/** The same by the clock on the wall. */
const SHORT_LOCAL_FORM = /^(\d{4})(\d\d)(\d\d)[Tt]?(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?$/;

/** Windows FILETIME, such as `accountExpires`: steps of 100 ns since 1601. */
const FILE_TIME = /^\d{17,19}$/;
const FILE_TIME_EPOCH = Date.UTC(1601, 0, 1);
/** 0x7FFFFFFFFFFFFFFF; a double rounds it up. */
const MOST_FILE_TIME = 2n ** 63n - 1n;

/** Undefined for what is no date. Before 1970 nobody can have left: such a date is a default that somebody forgot. */
export function parseDepartureDate(text: string): DepartureDate | undefined {
  const date = dateOf(text);
  if (date === undefined || date === 'never') return date;
  return date.wall >= 0 ? date : undefined;
}

/** The day that a date names by its own clock, whatever the time and the year: `2026-11-25`. Undefined for what is no date. */
export function calendarDay(text: string): string | undefined {
  const date = dateOf(text);
  if (date === undefined || date === 'never') return undefined;
  // A day without a time lasts until the next midnight.
  const shown = day(text) === undefined ? date.wall : date.wall - DAY;
  return new Date(shown).toISOString().slice(0, 10);
}

const dateOf = (text: string): DepartureDate | undefined => fileTime(text) ?? day(text) ?? time(text);

function fileTime(text: string): DepartureDate | undefined {
  if (text === '0') return 'never';
  if (!FILE_TIME.test(text)) return undefined;
  const steps = BigInt(text);
  if (steps >= MOST_FILE_TIME) return 'never';
  return { wall: FILE_TIME_EPOCH + Number(steps / 10_000n), offset: 0 };
}

/** The end of the day. */
function day(text: string): DepartureDate | undefined {
  const [, year, month, date, zone] = DAY_FORM.exec(text) ?? SHORT_DAY_FORM.exec(text) ?? [];
  const midnight = midnightOf(year, month, date);
  return midnight === undefined ? undefined : at(midnight + DAY, zone);
}

function time(text: string): DepartureDate | undefined {
  const match = TIME_FORM.exec(text) ?? SHORT_TIME_FORM.exec(text) ?? SHORT_LOCAL_FORM.exec(text);
  if (!match) return undefined;
  const [, year, month, date, hour = '0', minute, second, fraction, zone] = match;
  const midnight = midnightOf(year, month, date);
  const [hours, minutes, seconds] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (midnight === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  // A fraction belongs to the smallest unit that is given.
  const unit = second !== undefined ? 1_000 : minute !== undefined ? 60_000 : 3_600_000;
  const part = Math.floor(Number(`0.${fraction ?? 0}`) * unit);
  return at(midnight + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + part, zone);
}

function midnightOf(year?: string, month?: string, date?: string): number | undefined {
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date));
  // Date.UTC rolls February 30 over to March, and takes the year 26 for 1926.
  return new Date(midnight).toISOString().startsWith(`${year}-${month}-${date}`) ? midnight : undefined;
}

function at(wall: number, zone: string | undefined): DepartureDate | undefined {
  if (zone === undefined) return { wall };
  if (/^z$/i.test(zone)) return { wall, offset: 0 };
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', ''))];
  if (hours > 18 || minutes > 59) return undefined;
  return { wall, offset: (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000 };
}
