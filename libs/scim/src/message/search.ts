import { isObject, member } from '../path/read.js';
import { ScimError } from './error.js';

/** What a list asks for, from a query string or from `/.search` (RFC 7644 §3.4.2, §3.4.3; RFC 9865). */
export interface SearchRequest {
  /** Comma separated, as parseProjection takes them. */
  attributes?: string;
  excludedAttributes?: string;
  filter?: string;
  sortBy?: string;
  sortOrder: 'ascending' | 'descending';
  /** 1-based; what is below 1 is 1. */
  startIndex: number;
  /** Undefined: the service's default. Never negative; the service clamps it to its maximum. */
  count?: number;
  /** Present, possibly empty, when cursor paging is asked for; empty = the first page. */
  cursor?: string;
}

/** The body of `POST /.search`. Throws invalidSyntax or invalidValue naming the member. */
export function parseSearchRequest(body: unknown): SearchRequest {
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object');
  return read((name) => member(body, name) ?? undefined);
}

/** The query string of a list. Keys in any case; empty and unknown parameters are ignored (OL-R2). */
export function parseListQuery(query: Record<string, unknown>): SearchRequest {
  return read((name) => {
    const value = member(query, name);
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    return (last === '' && name !== 'cursor') || last === null ? undefined : last;
  });
}

function read(get: (name: string) => unknown): SearchRequest {
  const count = integer('count', get('count'));
  const request: SearchRequest = {
    sortOrder: sortOrder(get('sortOrder')),
    startIndex: Math.max(1, integer('startIndex', get('startIndex')) ?? 1),
  };
  if (count !== undefined) request.count = Math.max(0, count);
  for (const name of ['attributes', 'excludedAttributes'] as const) {
    const value = get(name);
    if (value !== undefined) request[name] = names(name, value);
  }
  for (const name of ['filter', 'sortBy', 'cursor'] as const) {
    const value = get(name);
    if (value !== undefined) request[name] = text(name, value);
  }
  return request;
}

function sortOrder(value: unknown): SearchRequest['sortOrder'] {
  if (value === undefined) return 'ascending';
  const order = text('sortOrder', value).toLowerCase();
  if (order === 'ascending' || order === 'descending') return order;
  throw ScimError.invalidValue('sortOrder: expected ascending or descending');
}

function names(name: string, value: unknown): string {
  return Array.isArray(value) ? value.map((entry) => text(name, entry)).join(',') : text(name, value);
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw ScimError.invalidValue(`${name}: expected a string`);
}

function integer(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value;
  // Beyond 2^53 the exact number does not matter: the service clamps.
  if (typeof number === 'number' && Number.isFinite(number) && Number.isInteger(number))
    return Math.min(Number.MAX_SAFE_INTEGER, Math.max(-1, number));
  throw ScimError.invalidValue(`${name}: expected an integer`);
}
