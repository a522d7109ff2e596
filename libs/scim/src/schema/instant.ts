const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d:\d\d)(:\d\d)?(\.\d+)?(?:([Zz])|([+ -])((?:0\d|1[0-4]):[0-5]\d))?)?$/;

/**
 * A dateTime in one unambiguous RFC 3339 spelling (missing time = midnight, missing zone = UTC), or undefined.
 * A space before the offset is a `+` that form decoding took (every filter arrives through a query string).
 */
export function canonicalDateTime(text: string): string | undefined {
  const match = DATE_TIME.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, minutes = '00:00', seconds = ':00', fraction = '', , sign, offset] = match;
  const zone = offset === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${offset}`;
  const canonical = `${year}-${month}-${day}T${minutes}${seconds}${fraction}${zone}`;
  // Date.parse rolls February 30 over to March; databases refuse it and the year 0.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(year) === 0 || Number(day) > days || Number.isNaN(Date.parse(canonical))) return undefined;
  return canonical;
}

/** Milliseconds since 1970 of a dateTime; NaN when it is none. */
export function instant(text: string): number {
  return Date.parse(canonicalDateTime(text) ?? '');
}
