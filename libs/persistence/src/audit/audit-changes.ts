import { isDeepStrictEqual } from 'node:util';

/** What an act changed, by field. A secret or a person's data is hidden: entries are kept for good. */
export type AuditChanges = Record<string, { before: unknown; after: unknown } | { hidden: true }>;

type Fields = Readonly<Record<string, unknown>>;

/** @returns null where nothing differs. A field that is missing on one side has the value null there. */
export function changesBetween(before: Fields, after: Fields, hidden: readonly string[] = []): AuditChanges | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((field) => !isDeepStrictEqual(field.before, field.after));
  if (changed.length === 0) return null;
  return Object.fromEntries(
    changed.map(({ name, ...values }) => [name, hidden.includes(name) ? { hidden: true as const } : values]),
  );
}

/** The items of two lists that are not in the other. */
export function listChange(name: string, before: readonly unknown[], after: readonly unknown[]): AuditChanges | null {
  const without = (items: readonly unknown[], others: readonly unknown[]) =>
    items.filter((item) => !others.some((other) => isDeepStrictEqual(item, other)));
  const [gone, come] = [without(before, after), without(after, before)];
  return gone.length + come.length === 0 ? null : { [name]: { before: gone, after: come } };
}
