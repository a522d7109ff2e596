import { type GroupRecord, groupVersion, type UserRecord, userVersion } from '#directory';
import { type GroupMember } from '#persistence';
import { etag, GROUP, schemasOf, USER } from '#scim';

/** The SCIM base of a directory: absolute and reachable from outside. */
export function scimBase(publicUrl: string, directoryId: string): string {
  return `${publicUrl}/directory/${directoryId}/scim/v2`;
}

/** A user as SCIM clients read it: what the IdP sent, plus id, groups and meta. */
export function userRepresentation(user: UserRecord, base: string): object {
  const groups = user.groups.filter(({ rule }) => rule !== true);
  return {
    schemas: schemasOf(USER, user.resource),
    id: user.id,
    ...user.resource,
    ...(groups.length > 0 && {
      groups: groups.map(({ id, name }) => ({
        value: id,
        $ref: `${base}/Groups/${id}`,
        display: name,
        type: 'direct',
      })),
    }),
    meta: {
      resourceType: 'User',
      created: user.createdAt,
      lastModified: user.updatedAt,
      location: `${base}/Users/${user.id}`,
      version: etag(userVersion(user)),
    },
  };
}

/** A group; `members` is there only where it was loaded. */
export function groupRepresentation(group: GroupRecord & { members?: GroupMember[] }, base: string): object {
  return {
    schemas: schemasOf(GROUP, group.resource),
    id: group.id,
    ...group.resource,
    ...(group.members && { members: group.members.map((member) => memberRepresentation(member, base)) }),
    meta: {
      resourceType: 'Group',
      created: group.createdAt,
      lastModified: group.updatedAt,
      location: `${base}/Groups/${group.id}`,
      version: etag(groupVersion(group)),
    },
  };
}

export function memberRepresentation({ value, display, type }: GroupMember, base: string): object {
  return {
    value,
    // A reference to somebody we do not know yet has nowhere to point.
    ...(type !== null && { $ref: `${base}/${type}s/${value}`, type }),
    ...(display !== null && { display }),
  };
}
