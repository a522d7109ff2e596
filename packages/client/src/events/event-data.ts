/** A user as events and snapshots have it: the whole present state. What the identity provider does not say is null. */
export interface UserData {
  id: string;
  directory_id: string;
  organization_id: string;
  /** The identity provider's own id. */
  external_id: string | null;
  /** The same, by Scalekit's name for it. */
  dp_id: string | null;
  email: string | null;
  emails: string[];
  preferred_username: string;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  nickname: string | null;
  title: string | null;
  department: string | null;
  division: string | null;
  organization: string | null;
  cost_center: string | null;
  employee_id: string | null;
  user_type: string | null;
  /** The manager's id as the identity provider sent it. */
  manager: string | null;
  phone_number: string | null;
  address: {
    formatted?: string | null;
    street_address?: string | null;
    locality?: string | null;
    region?: string | null;
    postal_code?: string | null;
    country?: string | null;
  } | null;
  locale: string | null;
  language: string | null;
  zoneinfo: string | null;
  picture: string | null;
  profile: string | null;
  active: boolean;
  groups: { id: string; name: string; display_name: string }[];
  /** The application's roles, the most important first. */
  roles: { role_name: string }[];
  custom_attributes: Record<string, unknown>;
  /** As the identity provider sent it. */
  raw_attributes: Record<string, unknown>;
  /** Grows with every event of this user. Drop an event only if its version is lower than the version that you hold. */
  version: number;
}

/** Of `user_deleted`. */
export interface DeletedUserData extends UserData {
  active: false;
  reason: 'deactivated' | 'deleted' | 'departed' | 'directory_deleted' | 'policy';
}

export interface GroupData {
  id: string;
  directory_id: string;
  organization_id: string;
  display_name: string;
  external_id: string | null;
  dp_id: string | null;
  raw_attributes: Record<string, unknown>;
  /** Grows with every event of this group. Drop an event only if its version is lower than the version that you hold. */
  version: number;
}

/** Of `group_member_added` and `group_member_removed`. */
export interface MemberData extends GroupData {
  group: { id: string; display_name: string };
  user: { id: string; email: string | null; name: string | null };
}

export interface DirectoryData {
  id: string;
  organization_id: string;
  directory_type: string;
  provider: string;
  enabled: boolean;
  updated_at: string;
}

/** Of a pull sync or a resync. */
export interface SyncData {
  id: string;
  organization_id: string;
  sync: { kind: string; id: string; started_at: string; [more: string]: unknown };
}

export interface EndpointData {
  id: string;
  endpoint_id: string;
  url: string;
  organization_id: string | null;
  enabled: boolean;
  reason?: string;
}

export interface ExhaustedDeliveryData {
  id: string;
  endpoint_id: string;
  url: string;
  organization_id: string | null;
  event_id: string;
  event_type: string;
  resource_id: string;
  deprovisioning: boolean;
  attempts: number;
  last_status: number | null;
}

export interface MassLeaveData {
  id: string;
  organization_id: string;
  /** With those who are held. */
  deactivated: number;
  /** Who would have left, and waits for approval. */
  held: number;
  mass_leave_limit: number;
  within_seconds: number;
  at: string;
}
