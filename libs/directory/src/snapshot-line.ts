import { groupData } from './group-event.js';
import { type GroupRecord } from './group.js';
import { userData, type UserScope } from './user-event.js';
import { type UserRecord } from './user.js';

/** A user as it lies in the database: what receivers see of its attributes is JSON text already. */
export interface StoredUser extends Omit<
  UserRecord,
  'profile' | 'resource' | 'announcedProfile' | 'previousGroups' | 'revision' | 'createdAt' | 'updatedAt'
> {
  profileText: string;
  resourceText: string;
}

/**
 * A user as a line of a snapshot: the `data` of its events. Most of it is copied as text: to parse a million profiles only to write
 * them again would take longer than everything else.
 */
export function userLine(user: StoredUser, scope: UserScope): string {
  const record = { ...user, profile: {}, resource: undefined } as unknown as UserRecord;
  const facts = JSON.stringify({ object: 'DirectoryUser', ...userData(record, scope) });
  return `${facts.slice(0, -1)},${user.profileText.slice(1, -1)},"raw_attributes":${user.resourceText}}`;
}

/** A group as a line of a snapshot: the `data` of its events. */
export function groupLine(group: GroupRecord, scope: UserScope): string {
  return JSON.stringify({ object: 'DirectoryGroup', ...groupData(group, scope) });
}
