/** Mononyms are filled up with a zero-width space in Google's console; other sources copy it. */
const INVISIBLE = /[\u200B\uFEFF]/g;

/** Text without the spaces around it; a number as text. Undefined for what is empty or no scalar. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.replace(INVISIBLE, '').trim();
  return text === '' ? undefined : text;
}

const YES = new Set(['true', '1', 'yes', 'y', 'active', 'enabled', 'employed']);
const NO = new Set(['false', '0', 'no', 'n', 'inactive', 'disabled', 'terminated', 'left']);

/** Undefined for what says neither yes nor no. */
export function booleanOf(value: unknown): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return undefined;
  if (YES.has(text)) return true;
  return NO.has(text) ? false : undefined;
}

export function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

export function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(recordOf).filter((record) => record !== undefined) : [];
}

/** The keys whose value is there; `undefined` would differ from an absent key when resources are compared. */
export function withoutGaps<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
