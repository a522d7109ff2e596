import { type Cursor } from '#persistence';
import { Problem } from '../../http/problem.js';

/** A cursor as an opaque token; empty at the ends of a list (contract section 5). */
export function encodePageToken(cursor: Cursor | undefined): string {
  return cursor === undefined ? '' : Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws Problem naming page_token where it is none of ours */
export function decodePageToken(token: string | undefined): Cursor {
  if (token === undefined || token === '') return {};
  const cursor = parse(token);
  const [[direction, id] = []] = Object.entries(cursor ?? {});
  if ((direction === 'after' || direction === 'before') && typeof id === 'string' && /^[a-z]+_[\w-]{1,36}$/.test(id)) {
    return { [direction]: id };
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
