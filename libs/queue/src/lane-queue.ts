/**
 * The queues. Deprovisioning has its own, with workers reserved for it: a leaver's access must not wait behind a
 * backlog of profile updates.
 */
export const LANES = ['deliveries', 'deprovisioning'] as const;

export type LaneQueue = (typeof LANES)[number];

/** The lane whose deliveries a queue wakes, as events and deliveries know it. */
export const laneOf = (queue: LaneQueue): 0 | 1 => (queue === 'deprovisioning' ? 1 : 0);

/** "Drain this endpoint's lane": the deliveries themselves are rows in PostgreSQL. */
export interface DrainJob {
  endpointId: string;
}

/** The job name in both queues. */
export const DRAIN = 'drain';
