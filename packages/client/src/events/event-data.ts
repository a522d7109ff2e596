import { type components } from '../generated/openapi.js';

type Schemas = components['schemas'];

/** A user as events and snapshots have it: the whole current state. A value that the identity provider does not send is null. */
export type UserData = Schemas['UserData'];

/** Of `user_deleted`. */
export type DeletedUserData = Schemas['DeletedUserData'];

export type GroupData = Schemas['GroupData'];

/** Of `group_member_added` and `group_member_removed`. */
export type MemberData = Schemas['MemberData'];

export type DirectoryData = Schemas['DirectoryData'];

/** Of a sync that begins. */
export type SyncData = Schemas['SyncData'];

/** Of a sync that is over. */
export type SyncCompletedData = Schemas['SyncCompletedData'];

/** Of a pull sync that failed. */
export type SyncFailedData = Schemas['SyncFailedData'];

export type EndpointData = Schemas['EndpointData'];

export type ExhaustedDeliveryData = Schemas['ExhaustedDeliveryData'];

export type GateDeniedData = Schemas['GateDeniedData'];
export type MassLeaveData = Schemas['MassLeaveData'];

export type TestData = Schemas['TestData'];
