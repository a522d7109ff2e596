import { setImmediate as turn } from 'node:timers/promises';
import { type ListQuery, type Page } from '#persistence';
import {
  type FilterNode,
  listResponse,
  parseFilter,
  parseProjection,
  parseSortBy,
  type Projection,
  type ResourceType,
  type SearchRequest,
} from '#scim';
import { cursorOf, readCursor } from './cursor.js';
import { countOf } from './page-limits.js';
import { type ScimAnswer } from './scim-answer.js';

/** A list as it was asked for, by query string or by `/.search`. */
export interface List {
  query: ListQuery;
  projection: Projection;
  /** Undefined with cursor paging. */
  startIndex?: number;
  search: SearchRequest;
}

export function parseList(type: ResourceType, search: SearchRequest, filter?: FilterNode): List {
  const limit = countOf(search);
  const parsed = filter ?? (search.filter === undefined ? undefined : parseFilter(search.filter, type));
  const sort =
    search.sortBy === undefined
      ? undefined
      : { path: parseSortBy(search.sortBy, type), descending: search.sortOrder === 'descending' };
  const list = { projection: parseProjection(type, search), search };
  if (search.cursor === undefined) {
    const { startIndex } = search;
    return { ...list, startIndex, query: { filter: parsed, sort, limit, offset: startIndex - 1 } };
  }
  return { ...list, query: { filter: parsed, sort, limit, ...readCursor(search) } };
}

const ITEMS_A_TURN = 100;

/** The ListResponse of a page (RFC 7644 §3.4.2, RFC 9865 §2). */
export async function answerList<T extends { id: string }>(
  list: List,
  page: Page<T>,
  represent: (item: T) => object,
): Promise<ScimAnswer> {
  const resources: object[] = [];
  for (const item of page.items) {
    resources.push(represent(item));
    // A page has some MiB: others get their turn.
    if (resources.length % ITEMS_A_TURN === 0) await turn();
  }
  const totalResults = page.total;
  if (list.startIndex !== undefined) {
    return { status: 200, body: listResponse(resources, { totalResults, startIndex: list.startIndex }) };
  }
  const nextCursor = page.items.length === 0 || page.isLast ? undefined : cursorOf(list, page.items);
  return { status: 200, body: listResponse(resources, { totalResults, nextCursor }) };
}
