import { type List } from '#client';
import { type Option } from '../command.js';
import { type Session } from '../session.js';

const SHOWN = 50;
const MOST = 100_000;

/** Of commands that list. */
export const LIMIT: Readonly<Record<string, Option>> = {
  limit: { value: 'N', about: `How many at most; ${SHOWN} unless given` },
};

export const ORG: Readonly<Record<string, Option>> = {
  org: { value: 'ORG', about: 'Organization, by its id or by your own (external_id)' },
};

/** The beginning of a list, and a word about the rest of it. */
export async function firstOf<T>(session: Session, list: List<T>): Promise<T[]> {
  const limit = session.whole('limit', SHOWN, MOST);
  const items = await list.toArray({ limit: limit + 1 });
  if (items.length > limit) session.note(`There are more than ${limit}; --limit shows them.`);
  return items.slice(0, limit);
}
