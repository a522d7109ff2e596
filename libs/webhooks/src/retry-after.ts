/** RFC 9110 §5.6.7: IMF-fixdate, RFC 850 and asctime all start with the day's name. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * The wait a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds or an HTTP-date).
 *
 * @returns milliseconds from `now`, 0 for a date that has passed, undefined when absent or unreadable.
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  // Fractions are outside the grammar, but rate limiters send them; rounded up, so as never to come early.
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), Number.MAX_SAFE_INTEGER);
  if (!HTTP_DATE.test(value)) return undefined;
  // asctime carries no zone and means GMT; Date.parse would take it for local time.
  const at = Date.parse(/GMT$/i.test(value) ? value : `${value} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
