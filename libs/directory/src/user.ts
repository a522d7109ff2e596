import { comparisonKey, type ScimResource } from '#scim';
import { type UserProfile } from './profile.js';

/** A group as a user carries it. */
export interface GroupRef {
  id: string;
  name: string;
  /** Made by a rule of ours: the IdP does not see it. */
  rule?: true;
  /** The group's version when the user left it: an event may have to tell of that when the group is gone. */
  version?: number;
}

/** A stored user. `resource` is what the IdP sent, `profile` what receivers see. */
export interface UserRecord {
  id: string;
  resource: ScimResource;
  profile: UserProfile;
  externalId: string | null;
  active: boolean;
  /** Receivers know this user as present (created, and not deprovisioned since). */
  announced: boolean;
  /** What the last event said, where a silent change came after it. */
  announcedProfile: UserProfile | null;
  /** Counts announced changes. */
  version: number;
  /** Counts stored changes: the ETag. */
  revision: number;
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
  groups: GroupRef[];
  /** The groups of the last event, where they have changed since: silently, or in a large change that waits to be announced. */
  previousGroups: GroupRef[] | null;
  /** Not stored, told to whoever wrote: the attribute of the departure date, where it carries something that is none. */
  unreadDeparture?: string;
  /** Not stored, told to whoever wrote: the mapped fields and the groups by rule that took too many steps. */
  leftAside?: string[];
}

/** The names of users are unique, and names of users and groups are found, by their comparison key (RFC 7643 §4.1.1). */
export function nameKey(name: string): string {
  return comparisonKey(name);
}

/** What the IdP calls the user; a mapping may show receivers another `preferred_username`. */
export function userNameOf(user: UserRecord): string {
  return user.resource['userName'] as string;
}
