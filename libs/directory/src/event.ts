/** Event types of docs/events.md, and the words Scalekit's envelope carries with them. */
export const EVENT_TYPES = {
  'organization.directory_enabled': { object: 'Directory', displayName: 'Directory Enabled' },
  'organization.directory_disabled': { object: 'Directory', displayName: 'Directory Disabled' },
  'organization.directory_deleted': { object: 'Directory', displayName: 'Directory Deleted' },
  'organization.directory.user_created': { object: 'DirectoryUser', displayName: 'Directory User Created' },
  'organization.directory.user_updated': { object: 'DirectoryUser', displayName: 'Directory User Updated' },
  'organization.directory.user_deleted': { object: 'DirectoryUser', displayName: 'Directory User Deleted' },
  'organization.directory.group_created': { object: 'DirectoryGroup', displayName: 'Directory Group Created' },
  'organization.directory.group_updated': { object: 'DirectoryGroup', displayName: 'Directory Group Updated' },
  'organization.directory.group_deleted': { object: 'DirectoryGroup', displayName: 'Directory Group Deleted' },
  'organization.directory.group_member_added': {
    object: 'DirectoryGroup',
    displayName: 'Directory Group Member Added',
  },
  'organization.directory.group_member_removed': {
    object: 'DirectoryGroup',
    displayName: 'Directory Group Member Removed',
  },
  'organization.directory.sync_started': { object: 'Directory', displayName: 'Directory Sync Started' },
  'organization.directory.sync_completed': { object: 'Directory', displayName: 'Directory Sync Completed' },
  'organization.directory.sync_failed': { object: 'Directory', displayName: 'Directory Sync Failed' },
  'rollcall.endpoint.failing': { object: 'WebhookEndpoint', displayName: 'Endpoint Failing' },
  'rollcall.endpoint.recovered': { object: 'WebhookEndpoint', displayName: 'Endpoint Recovered' },
  'rollcall.endpoint.disabled': { object: 'WebhookEndpoint', displayName: 'Endpoint Disabled' },
  'rollcall.delivery.exhausted': { object: 'Delivery', displayName: 'Delivery Exhausted' },
  'rollcall.directory.mass_leave': { object: 'Directory', displayName: 'Mass Leave' },
  'rollcall.gate.denied': { object: 'Directory', displayName: 'Gate Denied' },
  'rollcall.test': { object: 'WebhookEndpoint', displayName: 'Test' },
} as const;

export type EventType = keyof typeof EVENT_TYPES;

/** Sent only to endpoints that name them: most receivers want one `user_updated` per change, and no operational noise. */
export function isOptIn(type: EventType): boolean {
  return type.startsWith('rollcall.') || type.startsWith('organization.directory.group_member_');
}

export interface DirectoryEvent {
  id: string;
  type: EventType;
  organizationId: string | null;
  directoryId: string | null;
  /** Commit order within the directory, without gaps. Null for events that belong to none. */
  sequence: number | null;
  /** What the event is about: deliveries of one resource arrive in order. */
  resourceId: string;
  version: number | null;
  occurredAt: string;
  /** `user_deleted`, or an update to `active:false`: travels in its own lane, ahead of any backlog. */
  deprovisioning: boolean;
  /** The bytes of the webhook, the same on every attempt. */
  body: string;
}

export interface EventDraft {
  type: EventType;
  resourceId: string;
  version: number | null;
  deprovisioning?: boolean;
  data: Record<string, unknown>;
  previousAttributes?: Record<string, unknown>;
}

export interface EventScope {
  environmentId: string;
  organizationId: string | null;
  directoryId: string | null;
}

/** Puts a draft into the envelope of docs/events.md. */
export function buildEnvelope(
  draft: EventDraft,
  scope: EventScope,
  id: string,
  sequence: number | null,
  occurredAt: string,
): DirectoryEvent {
  const words = EVENT_TYPES[draft.type];
  const envelope = {
    spec_version: '1',
    id,
    type: draft.type,
    object: words.object,
    occurred_at: occurredAt,
    environment_id: scope.environmentId,
    organization_id: scope.organizationId,
    display_name: words.displayName,
    sequence,
    data: draft.data,
    ...(draft.previousAttributes && { previous_attributes: draft.previousAttributes }),
  };
  return {
    id,
    type: draft.type,
    organizationId: scope.organizationId,
    directoryId: scope.directoryId,
    sequence,
    resourceId: draft.resourceId,
    version: draft.version,
    occurredAt,
    deprovisioning: draft.deprovisioning ?? false,
    body: JSON.stringify(envelope),
  };
}
