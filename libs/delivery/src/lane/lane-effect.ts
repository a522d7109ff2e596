import { type Permit } from '../flow-control/flow-control.js';
import { type ClaimFrom, type Row } from './lane-state.js';

/** What is to be done for a lane, in this order. */
export type Effect =
  /** Claim deliveries; answered by `claimed` or `claim_failed`. */
  | { do: 'claim'; from: ClaimFrom; freed: readonly string[]; limit: number }
  /** Make the attempt; answered by `sent`, then by `recorded`. */
  | { do: 'send'; row: Row; permit: Permit }
  /** Give rows back, due at once and without an attempt; each is answered by `recorded`. */
  | { do: 'release'; rows: readonly Row[] }
  /** Ask the flow control for a permit for each of these rows, until one is refused; answered at once by `answered`. Always the last effect. */
  | { do: 'ask'; rows: readonly Row[] }
  /** Send `place_freed` when the bulkhead may have room again. */
  | { do: 'await_place' }
  /** Wake this lane, or the other lane of the endpoint. `at` in milliseconds since 1970; undefined: now. */
  | { do: 'wake'; lane: 'this' | 'other'; at: number | undefined };
