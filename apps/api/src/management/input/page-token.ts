import { type Cursor } from '#persistence';
import { canonicalDateTime } from '#scim';
import { Problem } from '../../http/problem.js';

/** A cursor as an opaque token of one list; empty at the ends of it (docs/api.md). */
export function encodePageToken(cursor: Cursor | undefined, list = ''): string {
  return cursor === undefined ? '' : Buffer.from(JSON.stringify({ ...cursor, list })).toString('base64url');
}

/** @throws Problem naming page_token where it is none of ours, or of another list */
export function decodePageToken(token: string | undefined, list = ''): Cursor {
  if (token === undefined || token === '') return {};
  const cursor = parse(token);
  const [[direction, id] = []] = Object.entries(cursor ?? {});
  if (cursor !== undefined && 'list' in cursor && cursor.list !== list) {
    throw Problem.invalid([{ field: 'page_token', description: 'belongs to another list' }]);
  }
  if ((direction === 'after' || direction === 'before') && typeof id === 'string' && /^[a-z]+_[\w-]{1,36}$/.test(id)) {
    const { at, within } = cursor as { at?: unknown; within?: unknown };
    if (within !== undefined) {
      if (typeof within === 'string' && /^dir_\w{1,36}$/.test(within)) return { [direction]: id, within };
    } else if (at === undefined) return { [direction]: id };
    else if (typeof at === 'string' && canonicalDateTime(at) === at) return { [direction]: id, at };
  }
  throw Problem.invalid([{ field: 'page_token', description: 'must be a next_page_token or prev_page_token' }]);
}

function parse(token: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
