import { EVENT_TYPES, type EventType, isOptIn } from '#directory';
import { DATA_SCHEMAS, type DataSchema } from './event-schemas.js';

type Json = Record<string, unknown>;

interface Entry {
  /** When the event is sent, in whole sentences. */
  sent: string;
  data: DataSchema;
  /** Whether the event can say what changed. */
  compares?: boolean;
  /** An operational event that a change of a directory announces: in the directory's feed, with its next sequence. */
  inFeed?: boolean;
}

const MEMBER =
  'Rollcall also sends an event of the user, so most receivers do not need this event. A deactivation keeps the memberships: nothing is sent of them then, nor of what changes while the user is inactive. An activation sends what has changed meanwhile.';

/** What every type of event means. A type without an entry does not compile. */
export const EVENT_CATALOGUE: Record<EventType, Entry> = {
  'organization.directory_enabled': { sent: 'An administrator enabled the directory.', data: 'DirectoryData' },
  'organization.directory_disabled': {
    sent: 'An administrator disabled the directory. Rollcall refuses SCIM requests until the directory is enabled again. Users keep their state.',
    data: 'DirectoryData',
  },
  'organization.directory_deleted': {
    sent: 'The directory was deleted. One `user_deleted` for each active user comes first, unless the directory was deleted with `users=keep`.',
    data: 'DirectoryData',
  },
  'organization.directory.user_created': {
    sent: 'A person gets access: the identity provider created an active user, activated an inactive user, or created a user again after a deletion. A returning person keeps the same `id`.',
    data: 'UserData',
  },
  'organization.directory.user_updated': {
    sent: 'A user changed: the profile, the groups, the roles, or `active` under the policy `update_event`. `previous_attributes` holds the previous values of what changed.',
    data: 'UserData',
    compares: true,
  },
  'organization.directory.user_deleted': {
    sent: 'A person loses access: the identity provider deactivated or deleted the user, the departure date has come, or the directory was deleted. End the sessions of the user and remove the access. Answer 2xx even if you do not know the user.',
    data: 'DeletedUserData',
    compares: true,
  },
  'organization.directory.group_created': {
    sent: 'The identity provider created a group, or a group rule did. Members follow as one `user_updated` each.',
    data: 'GroupData',
  },
  'organization.directory.group_updated': {
    sent: 'The name or another attribute of a group changed. A change of members sends `user_updated` for each member instead.',
    data: 'GroupData',
    compares: true,
  },
  'organization.directory.group_deleted': {
    sent: 'A group was deleted. Each member gets a `user_updated` without the group.',
    data: 'GroupData',
  },
  'organization.directory.group_member_added': { sent: `A user joined a group. ${MEMBER}`, data: 'MemberData' },
  'organization.directory.group_member_removed': {
    sent: `A user left a group: by a change of the group or of a rule, or because the user, the group or the directory was deleted or the user was erased. ${MEMBER} If the group is gone by then, \`external_id\` is null and \`raw_attributes\` has only the name.`,
    data: 'MemberData',
  },
  'organization.directory.sync_started': {
    sent: 'A pull sync changes the directory, or a resync of one endpoint begins. A pull sync sends this before its first change, and nothing if nothing has changed. After a resync begins, the current state of every user and group follows, without a `sequence`.',
    data: 'SyncData',
  },
  'organization.directory.sync_completed': {
    sent: 'A pull sync has made its last change, or a resync of one endpoint is over: every event of the resync was delivered, or all its attempts failed.',
    data: 'SyncCompletedData',
  },
  'organization.directory.sync_failed': {
    sent: 'A pull sync failed: the first of several in a row, one that somebody asked for, or one that had changed something. Nobody is deactivated because of a listing that failed.',
    data: 'SyncFailedData',
  },
  'rollcall.endpoint.failing': {
    sent: 'An endpoint has only failed for some time: four attempts of one event, two attempts of a deprovisioning event, or 30 minutes.',
    data: 'EndpointData',
  },
  'rollcall.endpoint.recovered': {
    sent: 'An endpoint that was reported as failing accepts events again.',
    data: 'EndpointData',
  },
  'rollcall.endpoint.disabled': {
    sent: 'Rollcall disabled an endpoint, because every attempt failed for five days or because the endpoint answered 410 Gone. Its events are held until you enable the endpoint.',
    data: 'EndpointData',
  },
  'rollcall.delivery.exhausted': {
    sent: 'The last attempt of a delivery failed. You can send the delivery again.',
    data: 'ExhaustedDeliveryData',
  },
  'rollcall.directory.mass_leave': {
    sent: "More people left a directory within an hour than the policy's `mass_leave_limit`. A mistake at the identity provider often looks like this.",
    data: 'MassLeaveData',
    inFeed: true,
  },
  'rollcall.gate.denied': {
    sent: 'The provisioning gate of an organization denied a user. Nothing of the user is stored.',
    data: 'GateDeniedData',
  },
  'rollcall.test': { sent: 'Somebody called `POST /webhook_endpoints/{endpoint_id}:test`.', data: 'TestData' },
};

export const CATALOGUED_TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];

/** Whether every event of the type belongs to a directory and has its next sequence. */
export function isInFeed(type: EventType): boolean {
  return !type.startsWith('rollcall.') || EVENT_CATALOGUE[type].inFeed === true;
}

/** `organization.directory.user_created` is described by `UserCreatedEvent`. */
export function schemaNameOf(type: EventType): string {
  const words = type.replace(/^organization\.(directory\.)?|^rollcall\./, '').split(/[._]/);
  return `${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}Event`;
}

/** The schemas of every type of event, of their data, and `EventBody`, which is any of them. */
export function eventSchemas(): Record<string, Json> {
  const refTo = (type: EventType) => `#/components/schemas/${schemaNameOf(type)}`;
  return {
    ...DATA_SCHEMAS,
    ...Object.fromEntries(CATALOGUED_TYPES.map((type) => [schemaNameOf(type), schemaOf(type)])),
    EventBody: {
      description: 'Any event. `type` says which.',
      oneOf: CATALOGUED_TYPES.map((type) => ({ $ref: refTo(type) })),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(CATALOGUED_TYPES.map((type) => [type, refTo(type)])),
      },
    },
  };
}

function schemaOf(type: EventType): Json {
  const { object, displayName } = EVENT_TYPES[type];
  const { sent, data, compares = false } = EVENT_CATALOGUE[type];
  const properties = {
    spec_version: { type: 'string', const: '1' },
    id: { type: 'string', description: 'The event. It is also the `webhook-id`, the same on every attempt.' },
    type: { type: 'string', const: type },
    object: { type: 'string', const: object },
    occurred_at: { type: 'string', format: 'date-time' },
    environment_id: {
      type: 'string',
      description: 'This installation of Rollcall. Two installations have different ids.',
    },
    organization_id: { type: isInFeed(type) ? 'string' : ['string', 'null'] },
    display_name: { type: 'string', const: displayName },
    sequence: {
      type: ['integer', 'null'],
      description: 'The commit order within the directory, without gaps. Null for an event that is not in its feed.',
    },
    data: { $ref: `#/components/schemas/${data}` },
    ...(compares && {
      previous_attributes: {
        type: 'object',
        additionalProperties: true,
        description: 'What changed, with the values of the previous event of the same object.',
      },
    }),
  };
  const required = Object.keys(properties).filter((name) => name !== 'previous_attributes');
  const optIn = isOptIn(type) ? ' An endpoint gets this event only if its `event_types` name it.' : '';
  return { type: 'object', description: `${sent}${optIn}`, properties, required };
}
