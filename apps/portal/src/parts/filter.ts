import { type SearchText } from '../app/use-address';

export interface Choice {
  value: string;
  label: string;
}

/** A filter draws its control, lives in the address, and goes into the query under its name. */
export interface Filter {
  name: string;
  label: string;
  kind: 'search' | 'choice';
  options?: readonly Choice[];
  /** The choices are only the first of many, and come later: an address may name another one. */
  open?: boolean;
  /** The choice that stands for "no filter"; the first one unless named. */
  fallback?: string;
}

/** The values of the address, without what no filter offers. */
export function filterValues(filters: readonly Filter[], search: SearchText): Record<string, string> {
  return Object.fromEntries(
    filters.map((filter) => {
      const given = search[filter.name];
      const fallback = fallbackOf(filter);
      if (given === undefined) return [filter.name, fallback];
      const offered =
        filter.kind === 'search' || filter.open === true || filter.options?.some(({ value }) => value === given);
      return [filter.name, offered ? given : fallback];
    }),
  );
}

export const fallbackOf = ({ kind, fallback, options }: Filter): string =>
  fallback ?? (kind === 'choice' ? (options?.[0]?.value ?? '') : '');

/** Whether any filter hides something. */
export const isFiltered = (filters: readonly Filter[], values: Record<string, string>): boolean =>
  filters.some((filter) => values[filter.name] !== fallbackOf(filter));

/** What the control offers: a value of the address that is not among the choices stands there as it is. */
export function choicesOf({ options = [], open = false }: Filter, value: string | undefined): Choice[] {
  const missing = open && value !== undefined && !options.some((option) => option.value === value);
  return missing ? [...options, { value, label: value }] : [...options];
}
