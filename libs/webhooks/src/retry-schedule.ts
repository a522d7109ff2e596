const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const ENTRY = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
/** Longer than any outage worth waiting for, and well inside the 90 days events are kept. */
const LONGEST_MS = 30 * UNIT_MS.d;

/**
 * `5s,5m,30m,2h` as milliseconds. Units: `ms`, `s`, `m`, `h`, `d`; fractions allowed, at most 30 d an entry.
 * Throws a RangeError that names the entry which is wrong.
 */
export function parseSchedule(text: string): number[] {
  return text.split(',').map((part, index) => {
    const entry = part.trim();
    const match = ENTRY.exec(entry);
    if (!match) {
      throw new RangeError(`entry ${index + 1}, "${entry}", is not a duration such as 500ms, 5s, 30m, 2h or 1d`);
    }
    const ms = Math.round(Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]);
    if (ms > LONGEST_MS) throw new RangeError(`entry ${index + 1}, "${entry}", is longer than 30d`);
    return ms;
  });
}
