/** Readings turn a variable's text into a value. Unreadable text becomes a value that the validators refuse. */

export const text = (raw: string): string => raw;

export const url = (raw: string): string => raw.replace(/\/+$/, '');

/** `NaN` for anything but plain decimal digits: `Number('')` and `Number('0x10')` are numbers, ports are not. */
export const integer = (raw: string): number => (/^\d+$/.test(raw) ? Number(raw) : NaN);

export const fraction = (raw: string): number => (/^\d+(\.\d+)?$/.test(raw) ? Number(raw) : NaN);

/** Only the two words: `0`, `no` or `off` silently meaning "on" is how a safety switch gets lost. */
export const boolean = (raw: string): boolean | string => (raw === 'true' ? true : raw === 'false' ? false : raw);

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15s`, `250ms`, `1.5h` in milliseconds. A bare number is refused: nobody remembers its unit. */
export function duration(raw: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(raw);
  return match ? Math.round(Number(match[1]) * UNIT_MS[match[2]!]!) : NaN;
}

export const list = (raw: string): string[] =>
  raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

export const durations = (raw: string): number[] => list(raw).map(duration);

/** Base64 in either alphabet. An empty buffer for anything else: `Buffer.from` would skip what it cannot decode. */
export const base64 = (raw: string): Buffer =>
  /^[\w+/-]+={0,2}$/.test(raw) ? Buffer.from(raw, 'base64') : Buffer.alloc(0);
