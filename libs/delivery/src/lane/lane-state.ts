import { type ClaimedDelivery } from '../delivery.js';
import { type Block } from '../flow-control/wait-reason.js';

/** How far claims have looked through a lane. Only the store knows what is in it. */
export interface Cursor {
  readonly at: string;
  readonly ordinal: number;
}

/** Where a claim begins. `start`: at the oldest delivery. `freed`: nowhere; only deliveries whose predecessor has just ended are claimed. */
export type ClaimFrom = Cursor | 'start' | 'freed';

/** A delivery that was claimed and is not begun. */
export interface Row {
  delivery: ClaimedDelivery;
  /** Proves the claim. */
  token: string;
  /** Monotonic: with a later start, the request and its margin no longer fit the lease. */
  startBefore: number;
  /** The one request that finds out whether the endpoint is well again. */
  isProbe: boolean;
}

/** Why a lane does nothing although something may be due. `endpoint_disabled`: deliveries are held until somebody enables the endpoint. */
export type LaneBlock = Block | { by: 'endpoint_disabled'; until: undefined };

/**
 * What a lane is doing. Requests that are under way go on in every mode; the mode says what the lane does besides.
 *
 * - `idle`: Nothing more is known to be due. A wake-up, or a delivery that ends and frees the one behind it, leads to `claiming`.
 * - `claiming`: One claim statement is under way. Its answer leads to `dispatching`.
 * - `dispatching`: Rows are in hand or under way, as many as make sense. Each request that ends makes the lane look whether to claim more.
 *   If none begins or ends until `until`, the lane gives up its place: `blocked`.
 * - `lingering`: Nothing is left, but two claims in a row found something. The lane claims once more at `until`, which costs less than a
 *   job of the queue for each delivery.
 * - `blocked`: Something may be due, and `by` says what it waits for. What ends the block wakes the lane; rows in hand go out as permits
 *   are to be had.
 * - `closing`: The process stops. Nothing is claimed or begun, what is under way ends and is recorded.
 *
 * In `claiming`, `dispatching` and `lingering` the lane is running: it holds its place among the lanes of the process.
 */
export type Mode =
  | { at: 'idle' }
  | { at: 'claiming'; from: ClaimFrom; freed: readonly string[]; limit: number }
  | { at: 'dispatching'; until: number }
  | { at: 'lingering'; until: number }
  | { at: 'blocked'; by: LaneBlock['by']; until: number | undefined }
  | { at: 'closing'; isClaiming: boolean };

export interface LaneState {
  readonly mode: Mode;
  /** Claimed and not begun, oldest first. */
  readonly waiting: readonly Row[];
  /** Requests under way. */
  readonly inFlight: number;
  /** Outcomes that are being recorded. */
  readonly recording: number;
  /** Resources whose next delivery may have become free: the next claim looks for it behind its cursor. */
  readonly freed: readonly string[];
  /** The lane was woken while it was running: it looks from the start once more. */
  readonly isWoken: boolean;
  /** Where the next claim goes on; undefined: the end of what is due was reached. */
  readonly cursor: Cursor | 'start' | undefined;
  /** The lane stopped before it had seen everything that is due: it wakes itself when there is room for one more request. */
  readonly isUnfinished: boolean;
  /** The lane is told when the bulkhead may have room again. */
  readonly awaitsPlace: boolean;
  /** When the earliest delivery becomes due that was not so at the claims of this run, milliseconds since 1970. */
  readonly nextDueAt: number | undefined;
  /** How many to claim at once. */
  readonly chunk: number;
  /** A run makes room for other lanes after this; monotonic, as all times below. */
  readonly sliceEnd: number;
  /** When a request last began or ended. */
  readonly movedAt: number;
  /** When a claim last found something. */
  readonly foundAt: number;
  /** The last two claims found something, one soon after the other. */
  readonly isBusy: boolean;
  /** What the first row in hand waits for. */
  readonly block: Block | undefined;
  /** As the last claim found the endpoint. */
  readonly endpoint: { isEnabled: boolean; perSecond: number | null };
}

export const SMALLEST_CHUNK = 32;

export const newLane = (): LaneState => ({
  mode: { at: 'idle' },
  waiting: [],
  inFlight: 0,
  recording: 0,
  freed: [],
  isWoken: false,
  cursor: undefined,
  isUnfinished: false,
  awaitsPlace: false,
  nextDueAt: undefined,
  chunk: SMALLEST_CHUNK,
  sliceEnd: 0,
  movedAt: 0,
  foundAt: -Infinity,
  isBusy: false,
  block: undefined,
  endpoint: { isEnabled: true, perSecond: null },
});

/** The lane holds its place among the lanes of the process. */
export const isRunning = ({ mode: { at } }: LaneState): boolean =>
  at === 'claiming' || at === 'dispatching' || at === 'lingering';

/** Nothing of the lane is in hand, under way or being recorded. */
export const isSettled = ({ mode, waiting, inFlight, recording }: LaneState): boolean =>
  waiting.length + inFlight + recording === 0 && mode.at !== 'claiming' && !(mode.at === 'closing' && mode.isClaiming);

/** When the lane wants a tick; undefined: something else moves it. */
export function nextTickAt({ mode, waiting, block }: LaneState): number | undefined {
  if (mode.at === 'closing') return undefined;
  const permitAt = waiting.length > 0 && block?.by === 'rate_limit' ? block.until : undefined;
  const modeAt = mode.at === 'lingering' || mode.at === 'dispatching' ? mode.until : undefined;
  if (permitAt === undefined || modeAt === undefined) return permitAt ?? modeAt;
  return Math.min(permitAt, modeAt);
}

/** What the lane waits for; undefined where it works or has nothing to do. */
export function blockOf({ mode, waiting, block }: LaneState): LaneBlock['by'] | undefined {
  if (mode.at === 'blocked') return mode.by;
  return waiting.length > 0 ? block?.by : undefined;
}
