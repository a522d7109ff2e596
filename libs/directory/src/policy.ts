/** What becomes of people who leave, per directory (docs/deprovisioning.md). Nothing given: the defaults named here. */
export interface DeprovisioningPolicy {
  /** What `active:false` announces: `user_deleted` (default), or `user_updated` with `active:false` (temporary suspension). */
  on_deactivate: 'delete_event' | 'update_event';
  /** `graceful`: on the departure date, which `departure_attribute` carries. Default: immediate. */
  departure?: 'immediate' | 'graceful';
  /** A SCIM path of a date. */
  departure_attribute?: string;
  /** An IANA name; where the day of a date without a time ends. Default: UTC. */
  time_zone?: string;
  notify?: ('manager' | 'it')[];
  /** Days until a deactivated user's personal data is erased. Default: never. */
  retention_days?: number;
  /** Deactivations within an hour beyond which an alert is raised. Default: MASS_LEAVE_LIMIT. */
  mass_leave_limit?: number;
  /** Whether those beyond the limit wait until somebody approves it. Default: false. */
  hold?: boolean;
  /** A pull sync that would let more than both go waits for a person. Default: 20 % and 10. */
  sync_review?: { percent: number; count: number };
}

/** Whether, and by which attribute, dates let people leave. */
export type DeparturePolicy = Pick<DeprovisioningPolicy, 'departure' | 'departure_attribute' | 'time_zone'>;

export const MASS_LEAVE_LIMIT = 50;
