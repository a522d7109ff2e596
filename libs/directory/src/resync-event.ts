import { type EventDraft } from './event.js';
import { groupData } from './group-event.js';
import { type GroupRecord } from './group.js';
import { userData, type UserScope } from './user-event.js';
import { type UserRecord } from './user.js';

/** What a resync says of itself when it begins and when it is over. */
export interface ResyncFacts {
  id: string;
  endpoint_id: string;
  started_at: string;
}

export interface ResyncResult extends ResyncFacts {
  users: number;
  groups: number;
  /** Events of it that could not be delivered. */
  exhausted: number;
}

/**
 * A user's present state for somebody whose copy may be wrong. Gone are those whom receivers need not know: a suspended user, who was
 * announced with `active:false`, stays one.
 */
export function resyncUser(user: UserRecord, scope: UserScope): EventDraft {
  const draft = { resourceId: user.id, version: user.version, data: userData(user, scope) };
  if (user.active || user.announced) return { type: 'organization.directory.user_updated', ...draft };
  const reason = user.deletedAt === null ? 'deactivated' : 'deleted';
  return { type: 'organization.directory.user_deleted', ...draft, data: { ...draft.data, reason } };
}

/** A group's present state. */
export function resyncGroup(group: GroupRecord, scope: UserScope): EventDraft {
  return {
    type: 'organization.directory.group_updated',
    resourceId: group.id,
    version: group.version,
    data: groupData(group, scope),
  };
}

export function resyncBegins(facts: ResyncFacts, scope: UserScope): EventDraft {
  return bracket('organization.directory.sync_started', { kind: 'resync', ...facts }, scope);
}

export function resyncEnds(result: ResyncResult, scope: UserScope): EventDraft {
  return bracket('organization.directory.sync_completed', { kind: 'resync', ...result }, scope);
}

function bracket(type: EventDraft['type'], sync: object, { organizationId, directoryId }: UserScope): EventDraft {
  return {
    type,
    resourceId: directoryId,
    version: null,
    data: { id: directoryId, organization_id: organizationId, sync },
  };
}
