/**
 * SQL: there is another live delivery `e` of the same endpoint and resource as `d` that meets the condition. Replays are left out, as
 * they neither wait nor block. Probes deliveries_live: a condition on `e.lane` and `e.ordinal` makes it one step.
 */
export const sibling = (condition: string): string => `EXISTS (
  SELECT FROM deliveries e WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id
    AND NOT e.replay AND ${condition})`;
