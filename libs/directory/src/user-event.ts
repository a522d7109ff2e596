import { type EventDraft } from './event.js';
import { previousAttributes, same } from './difference.js';
import { type DeprovisioningPolicy } from './policy.js';
import { type GroupRef, type UserRecord } from './user.js';

/** Why a user left (docs/deprovisioning.md). */
export type DepartureReason = 'deactivated' | 'deleted' | 'departed' | 'directory_deleted' | 'policy';

export interface UserScope {
  organizationId: string;
  directoryId: string;
}

/** The `data` of a user event: the whole present state, so that one event is enough to be up to date. */
export function userData(user: UserRecord, scope: UserScope): Record<string, unknown> {
  return {
    id: user.id,
    directory_id: scope.directoryId,
    organization_id: scope.organizationId,
    dp_id: user.externalId,
    external_id: user.externalId,
    ...user.profile,
    active: user.active,
    groups: groupsOf(user.groups),
    raw_attributes: user.resource,
    version: user.version,
  };
}

/** Both spellings, because Scalekit's webhooks say `name` and its lists `display_name`. */
export function groupsOf(groups: readonly GroupRef[]): { id: string; name: string; display_name: string }[] {
  return groups.map(({ id, name }) => ({ id, name, display_name: name }));
}

/**
 * What a change of a user announces, and what it leaves in the record (docs/deprovisioning.md).
 * `before` is undefined for a new user. Answers undefined when nothing is to be announced;
 * `after.announced` and `after.version` are set accordingly.
 */
export function announceUser(
  before: UserRecord | undefined,
  after: UserRecord,
  scope: UserScope,
  policy: DeprovisioningPolicy,
  reason?: DepartureReason,
): EventDraft | undefined {
  const kind = decide(before, after, policy);
  if (kind === 'nothing' || kind === 'silent') {
    // The next event must say how the user differs from the last event that receivers got.
    const isSilent = kind === 'silent' && after.announced;
    if (isSilent && after.announcedProfile === null) after.announcedProfile = before!.profile;
    after.previousGroups = after.deletedAt === null ? unsaidGroups(before, after) : null;
    return undefined;
  }
  after.announced = kind !== 'user_deleted';
  after.version += 1;
  const data = userData(after, scope);
  const draft = { resourceId: after.id, version: after.version, data };
  after.announcedProfile = null;
  after.previousGroups = null;
  if (kind === 'user_created') return { type: 'organization.directory.user_created', ...draft };
  if (kind === 'user_deleted') {
    return {
      type: 'organization.directory.user_deleted',
      ...draft,
      data: { ...data, reason: reason ?? reasonOf(after) },
      deprovisioning: true,
      previousAttributes: changedSince(before!, after),
    };
  }
  return {
    type: 'organization.directory.user_updated',
    ...draft,
    deprovisioning: !after.active,
    previousAttributes: changedSince(before!, after),
  };
}

function reasonOf({ deletedAt, resource }: UserRecord): DepartureReason {
  if (deletedAt !== null) return 'deleted';
  // Where the IdP sent neither a deletion nor a deactivation, the departure date has come.
  return resource['active'] === false ? 'deactivated' : 'departed';
}

/** The groups that receivers know the user to be in: as the last event had it, and not as the row has it. */
export function announcedGroups(user: UserRecord | undefined): GroupRef[] {
  return user?.previousGroups ?? user?.groups ?? [];
}

/** What receivers know, where it is not what is so. */
function unsaidGroups(before: UserRecord | undefined, after: UserRecord): GroupRef[] | null {
  const known = announcedGroups(before);
  const ids = (groups: readonly GroupRef[]) => groups.map(({ id }) => id).sort();
  if (same(ids(known), ids(after.groups))) return null;
  // As they were last: a group may be gone when the next event tells of it.
  const last = new Map(before?.groups.map((group) => [group.id, group]));
  return known.map((group) => last.get(group.id) ?? group);
}

type Decision = 'user_created' | 'user_updated' | 'user_deleted' | 'silent' | 'nothing';

function decide(before: UserRecord | undefined, after: UserRecord, policy: DeprovisioningPolicy): Decision {
  if (before === undefined) return after.active ? 'user_created' : 'nothing';
  if (!before.announced) return after.active ? 'user_created' : 'nothing';
  // A user who is deleted and still active is held: receivers hear of the deletion when the deletion is approved.
  if (after.deletedAt !== null && !after.active) return 'user_deleted';
  if (!after.active && !before.active) return 'silent';
  if (!after.active && policy.on_deactivate === 'delete_event') return 'user_deleted';
  return changedSince(before, after) === undefined ? 'nothing' : 'user_updated';
}

/** Relative to the previous event, not to the previous row: a silent change in between belongs to this announcement. */
function changedSince(before: UserRecord, after: UserRecord): Record<string, unknown> | undefined {
  const facts = (user: UserRecord, profile: object, groups: readonly GroupRef[]) => ({
    external_id: user.externalId,
    dp_id: user.externalId,
    ...profile,
    active: user.active,
    groups: groupsOf(groups),
  });
  const changed = previousAttributes(
    facts(before, before.announcedProfile ?? before.profile, announcedGroups(before)),
    facts(after, after.profile, after.groups),
  );
  // An attribute outside the canonical profile: receivers see it in raw_attributes only.
  if (changed === undefined && !same(before.resource, after.resource)) {
    return { raw_attributes: previousAttributes(before.resource, after.resource) };
  }
  return changed;
}
