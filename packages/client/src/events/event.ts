import { type EventType } from '../schema.js';
import {
  type DeletedUserData,
  type DirectoryData,
  type EndpointData,
  type ExhaustedDeliveryData,
  type GateDeniedData,
  type GroupData,
  type MassLeaveData,
  type MemberData,
  type SyncCompletedData,
  type SyncData,
  type SyncFailedData,
  type TestData,
  type UserData,
} from './event-data.js';

/** The `data` of each type of event. */
export interface EventDataByType {
  'organization.directory_enabled': DirectoryData;
  'organization.directory_disabled': DirectoryData;
  'organization.directory_deleted': DirectoryData;
  'organization.directory.user_created': UserData;
  'organization.directory.user_updated': UserData;
  'organization.directory.user_deleted': DeletedUserData;
  'organization.directory.group_created': GroupData;
  'organization.directory.group_updated': GroupData;
  'organization.directory.group_deleted': GroupData;
  'organization.directory.group_member_added': MemberData;
  'organization.directory.group_member_removed': MemberData;
  'organization.directory.sync_started': SyncData;
  'organization.directory.sync_completed': SyncCompletedData;
  'organization.directory.sync_failed': SyncFailedData;
  'rollcall.endpoint.failing': EndpointData;
  'rollcall.endpoint.recovered': EndpointData;
  'rollcall.endpoint.disabled': EndpointData;
  'rollcall.delivery.exhausted': ExhaustedDeliveryData;
  'rollcall.directory.mass_leave': MassLeaveData;
  'rollcall.gate.denied': GateDeniedData;
  'rollcall.test': TestData;
}

/** An event of one type. */
export interface EventOf<Type extends EventType> {
  spec_version: '1';
  /** Also the `webhook-id`: the same on every attempt. */
  id: string;
  type: Type;
  object: string;
  /** RFC 3339, UTC. */
  occurred_at: string;
  environment_id: string;
  organization_id: string | null;
  display_name: string;
  /** Commit order within the directory, without gaps; null for events that belong to none. */
  sequence: number | null;
  data: EventDataByType[Type];
  /** What changed, with the values of the previous event of the same object. */
  previous_attributes?: Record<string, unknown>;
}

/** Any event, told apart by its `type`. Newer brokers may send types that this version does not know: let them pass. */
export type RollcallEvent = { [Type in EventType]: EventOf<Type> }[EventType];
