import { type List } from '#client';
import { type Option } from '../command.js';
import { type Session } from '../session.js';

const SHOWN = 50;
const MOST = 100_000;

/** Of commands that list. */
export const LIMIT: Readonly<Record<string, Option>> = {
  limit: { value: 'N', about: `How many to show at most; ${SHOWN} unless given` },
};

export const ORG: Readonly<Record<string, Option>> = {
  org: { value: 'ORG', about: 'Organization: its id, or your own external_id' },
};

const PAGE_SIZE = 100;

/** A list of the API for which the client has no method. @param name of the list in the answer */
export function listOf<T>(session: Session, path: string, name: string, query: object = {}): ReadableList<T> {
  return {
    async toArray({ limit }) {
      const items: T[] = [];
      for (let page_token: string | undefined; items.length < limit && page_token !== '';) {
        const call = { query: { page_size: PAGE_SIZE, ...query, page_token }, signal: session.signal };
        const page = await session.client.request<Record<string, unknown>>('GET', path, call);
        items.push(...(page[name] as T[]));
        page_token = page['next_page_token'] as string;
      }
      return items.slice(0, limit);
    },
  };
}

interface ReadableList<T> {
  toArray(options: { limit: number }): Promise<T[]>;
}

/** The beginning of a list, and a word about the rest of it. */
export async function firstOf<T>(session: Session, list: List<T> | ReadableList<T>): Promise<T[]> {
  const limit = session.whole('limit', SHOWN, MOST, 1);
  const items = await list.toArray({ limit: limit + 1 });
  if (items.length > limit) session.note(`There are more than ${limit}; --limit shows more.`);
  return items.slice(0, limit);
}
