/** Where a page begins: after or before a row's id, in the list's own direction. */
export interface Cursor {
  after?: string;
  before?: string;
  /** Of a list in the order of changes: the time of that row's change. */
  at?: string;
  /** Of a list that goes directory by directory: that row's directory. */
  within?: string;
}

export interface PageRequest extends Cursor {
  size: number;
}

export interface KeysetPage<T> {
  items: T[];
  total: number;
  /** The cursors of the neighbouring pages; undefined at the ends. */
  next?: Cursor;
  previous?: Cursor;
}

/**
 * SQL of one page of a list that is ordered by id: condition, order and limit. One row more than the page is read, to know
 * whether another page follows. The cursor's value is bound as parameter number `parameter`.
 */
export function keysetSql(page: PageRequest, column: string, parameter: number, newestFirst = false): string {
  const { direction, comparison } = keysetOrder(page, newestFirst);
  const condition = cursorOf(page) === undefined ? '' : `AND ${column} ${comparison} $${parameter} `;
  return `${condition}ORDER BY ${column} ${direction} LIMIT ${page.size + 1}`;
}

/** The direction in which a page is read, and how its rows compare with the cursor. */
export function keysetOrder(
  page: PageRequest,
  newestFirst = false,
): { direction: 'ASC' | 'DESC'; comparison: '<' | '>' } {
  const backwards = page.before !== undefined;
  return newestFirst !== backwards ? { direction: 'DESC', comparison: '<' } : { direction: 'ASC', comparison: '>' };
}

export function cursorOf(page: Cursor): string | undefined {
  return page.before ?? page.after;
}

/** Puts the rows of `keysetSql` in the list's order and finds the neighbours. `isCut`: rows are left out, as the page is large. */
export function keysetPage<T extends { id: string }>(
  page: PageRequest,
  rows: T[],
  total: number,
  isCut = false,
): KeysetPage<T> {
  const more = isCut || rows.length > page.size;
  const items = rows.slice(0, page.size);
  if (page.before !== undefined) items.reverse();
  const first = items[0]?.id;
  const last = items.at(-1)?.id;
  const hasNext = page.before !== undefined || more;
  const hasPrevious = page.before !== undefined ? more : page.after !== undefined;
  return {
    items,
    total,
    ...(hasNext && last !== undefined && { next: { after: last } }),
    ...(hasPrevious && first !== undefined && { previous: { before: first } }),
  };
}
