import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  GreaterThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';
import type { AdEntry } from './ad-entry.js';

const BIT_AND = '1.2.840.113556.1.4.803';

/** Whether an entry matches; the filter is what ldapts has read from the request. */
export function matches(filter: Filter, entry: AdEntry): boolean {
  const texts = (name: string): string[] =>
    (entry.values.get(name.toLowerCase()) ?? []).map((value) => value.toString('utf8').toLowerCase());
  if (filter instanceof AndFilter) return filter.filters.every((part) => matches(part, entry));
  if (filter instanceof OrFilter) return filter.filters.some((part) => matches(part, entry));
  if (filter instanceof NotFilter) return !matches(filter.filter, entry);
  if (filter instanceof PresenceFilter) return texts(filter.attribute).length > 0;
  if (filter instanceof EqualityFilter)
    return texts(filter.attribute).includes(filter.value.toString('utf8').toLowerCase());
  if (filter instanceof GreaterThanEqualsFilter)
    return texts(filter.attribute).some((value) => Number(value) >= Number(filter.value));
  if (filter instanceof SubstringFilter) return texts(filter.attribute).some((value) => hasParts(value, filter));
  if (filter instanceof ExtensibleFilter && filter.rule === BIT_AND)
    return texts(filter.matchType).some((value) => (Number(value) & Number(filter.value)) === Number(filter.value));
  throw new Error(`the emulator does not know the filter ${filter.toString()}`);
}

function hasParts(value: string, { initial, any, final }: SubstringFilter): boolean {
  if (!value.startsWith(initial.toLowerCase()) || !value.endsWith(final.toLowerCase())) return false;
  let at = initial.length;
  for (const part of any) {
    const found = value.indexOf(part.toLowerCase(), at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - final.length;
}
