import { previousAttributes } from './difference.js';
import { type EventDraft } from './event.js';
import { type GroupRecord } from './group.js';
import { type UserScope } from './user-event.js';
import { type GroupRef } from './user.js';

/** What events say of a group. */
type GroupFacts = Pick<GroupRecord, 'id' | 'displayName' | 'externalId' | 'resource' | 'version'>;

/** The `data` of a group event. */
export function groupData(group: GroupFacts, scope: UserScope): Record<string, unknown> {
  return {
    id: group.id,
    directory_id: scope.directoryId,
    organization_id: scope.organizationId,
    display_name: group.displayName,
    external_id: group.externalId,
    // Scalekit's group_deleted says dp_id where its other group events say external_id: both, always.
    dp_id: group.externalId,
    raw_attributes: group.resource,
    version: group.version,
  };
}

/** What a change of a group announces; membership announces itself through the members (docs/events.md). */
export function announceGroup(
  before: GroupRecord | undefined,
  after: GroupRecord | undefined,
  scope: UserScope,
): EventDraft | undefined {
  if (after === undefined) {
    const gone = { ...before!, version: before!.version + 1 };
    return {
      type: 'organization.directory.group_deleted',
      resourceId: gone.id,
      version: gone.version,
      data: groupData(gone, scope),
    };
  }
  if (before === undefined) {
    after.version = 1;
    return {
      type: 'organization.directory.group_created',
      resourceId: after.id,
      version: after.version,
      data: groupData(after, scope),
    };
  }
  const changed = changedSince(before, after);
  if (changed === undefined) return undefined;
  after.version += 1;
  return {
    type: 'organization.directory.group_updated',
    resourceId: after.id,
    version: after.version,
    data: groupData(after, scope),
    previousAttributes: changed,
  };
}

function changedSince(before: GroupRecord, after: GroupRecord): Record<string, unknown> | undefined {
  const facts = (group: GroupRecord) => ({
    display_name: group.displayName,
    external_id: group.externalId,
    dp_id: group.externalId,
  });
  const changed = previousAttributes(facts(before), facts(after));
  const raw = previousAttributes(before.resource, after.resource);
  return changed ?? (raw && { raw_attributes: raw });
}

/** A group that is gone, of which a user still knows the name: for the event that tells that the user is no member any more. */
export function goneGroup({ id, name, version = 0 }: GroupRef): GroupFacts {
  // The deletion was announced as the next version.
  return { id, displayName: name, externalId: null, resource: { displayName: name }, version: version + 1 };
}

/** For the endpoints that name membership events (docs/events.md). */
export function announceMember(
  kind: 'added' | 'removed',
  group: GroupFacts,
  user: { id: string; email: string | null; name: string | null },
  scope: UserScope,
): EventDraft {
  return {
    type: `organization.directory.group_member_${kind}`,
    // The resource of this event is the user: a receiver must see the event in order with that user's other events.
    resourceId: user.id,
    version: null,
    data: { ...groupData(group, scope), group: { id: group.id, display_name: group.displayName }, user },
  };
}
