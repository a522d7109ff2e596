import { type UserRecord } from './user.js';

/** The record of a user who is deleted: inactive, without groups and roles, kept under the same id. */
export function deletedUser(before: UserRecord, at: string): UserRecord {
  return {
    ...before,
    resource: { ...before.resource, active: false },
    profile: { ...before.profile, roles: [] },
    active: false,
    groups: [],
    revision: before.revision + 1,
    updatedAt: at,
    deletedAt: at,
  };
}
