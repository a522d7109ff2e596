import { createHash } from 'node:crypto';
import { indexedSort } from '#persistence';
import { ScimError, type SearchRequest } from '#scim';
import { type List } from './list.js';

interface Cursor {
  /** The id of the row after which the page begins, in an order that an index has. */
  after?: string;
  /** Rows to skip, in an order that was asked for. */
  offset?: number;
  /** What the list was asked for: a cursor is good for the same request only (RFC 9865 §2). */
  request: string;
}

/** Where a page begins. An empty cursor is the first page. Throws invalidCursor for one that is not ours or not of this request. */
export function readCursor(search: SearchRequest): { after?: string; offset: number } {
  if (search.cursor === undefined || search.cursor === '') return { offset: 0 };
  const cursor = decode(search.cursor);
  if (cursor === undefined) throw ScimError.of('invalidCursor', 'the cursor is not one that this service gave out');
  if (cursor.request !== fingerprint(search)) {
    throw ScimError.of(
      'invalidCursor',
      'the cursor belongs to a list with another filter or order; begin again without it',
    );
  }
  return { after: cursor.after, offset: cursor.offset ?? 0 };
}

export function cursorOf({ search, query }: List, items: { id: string }[]): string {
  const position =
    query.sort === undefined || indexedSort(query.sort) !== undefined
      ? { after: items.at(-1)!.id }
      : { offset: query.offset + items.length };
  return Buffer.from(JSON.stringify({ ...position, request: fingerprint(search) })).toString('base64url');
}

function fingerprint({ filter, sortBy, sortOrder }: SearchRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([filter ?? null, sortBy ?? null, sortOrder]))
    .digest('base64url')
    .slice(0, 16);
}

function decode(text: string): Cursor | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown> | null;
    if (typeof value !== 'object' || value === null || typeof value['request'] !== 'string') return undefined;
    const { after, offset, request } = value;
    if (after !== undefined && typeof after !== 'string') return undefined;
    if (offset !== undefined && !(Number.isSafeInteger(offset) && (offset as number) >= 0)) return undefined;
    return { after, offset: offset as number | undefined, request };
  } catch {
    return undefined;
  }
}
