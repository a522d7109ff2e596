import { createHash } from 'node:crypto';
import { type GroupRecord } from './group.js';
import { type UserRecord } from './user.js';

/** Hexadecimal digits of the hash: enough to tell two states of one revision apart. */
export const GROUPS_HASH_DIGITS = 12;

/**
 * What a user's ETag says: the revision, and the groups that SCIM shows. These are part of the answer, and a group is renamed, or changed
 * by 100,000 members at once, without a write of each member.
 */
export function userVersion({ revision, groups }: Pick<UserRecord, 'revision' | 'groups'>): string {
  const shown = groups.filter(({ rule }) => rule !== true).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (shown.length === 0) return String(revision);
  // The same as in SQL, which filters by it (`meta.version`).
  const text = shown.map(({ id, name }) => `${id} ${name}`).join('\n');
  return `${revision}-${createHash('sha256').update(text).digest('hex').slice(0, GROUPS_HASH_DIGITS)}`;
}

/** What a group's ETag says. Its revision counts what becomes of its members, too. */
export function groupVersion({ revision }: Pick<GroupRecord, 'revision'>): string {
  return String(revision);
}
