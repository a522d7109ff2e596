import { type Moment } from './lane-input.js';
import { type LaneState } from './lane-state.js';

export const LARGEST_CHUNK = 256;
/** Claimed at once for each request that may be under way: what an endpoint answers before the next claim is back. */
const FETCHED_AHEAD = 8;
/** If no request starts or finishes for this long, the run ends. */
export const STALL_MS = 250;
/** How long a claimed delivery may wait for its turn. */
export const WAIT_MS = 5_000;

/**
 * How many to claim now; 0: none. The lane fetches ahead for an endpoint that answers, so that the endpoint never waits for a claim. For
 * any other endpoint it claims no more than can begin at once, so that nothing has to be given back.
 */
export function claimLimit(lane: LaneState, { flow, now }: Moment): number {
  const { waiting, inFlight } = lane;
  const size = claimSize(lane, flow.limit);
  if (flow.latency !== 'fast') return Math.max(0, Math.min(flow.limit - inFlight - waiting.length, flow.free, size));
  if (flow.free === 0 || waiting.length >= size / 2) return 0;
  return inFlight < flow.limit || !isStalled(lane, now) ? size : 0;
}

export const isStalled = ({ movedAt }: LaneState, now: number): boolean => now - movedAt >= STALL_MS;

/** Under a rate limit no more than can leave within the lease. */
function claimSize({ chunk, endpoint: { perSecond } }: LaneState, limit: number): number {
  const size = Math.min(chunk, limit * FETCHED_AHEAD);
  return perSecond === null ? size : Math.min(size, Math.ceil((perSecond * WAIT_MS) / 2_000));
}
