import { type LatencyClass } from './latency-class.js';

/** What a lane needs to know of its endpoint's flow control to decide how much to claim. Plain values: the lane only reads. */
export interface FlowView {
  /** The breaker lets nothing be claimed or begun. */
  isOpen: boolean;
  /** When the breaker lets a probe go, monotonic; undefined where that is not known. */
  openUntil: number | undefined;
  latency: LatencyClass;
  /** Requests that may be under way in the lane. */
  limit: number;
  /** How many more requests the bulkhead has room for. */
  free: number;
}
