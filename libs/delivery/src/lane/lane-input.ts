import { type Permit } from '../flow-control/flow-control.js';
import { type FlowView } from '../flow-control/flow-view.js';
import { type Block } from '../flow-control/wait-reason.js';
import { type Cursor, type Row } from './lane-state.js';

/** What happens to a lane. */
export type Input =
  /** Something may be due: a change was committed, a wake-up came due, the breaker lets a probe go. */
  | { is: 'woken' }
  /** The claim is answered. */
  | {
      is: 'claimed';
      rows: readonly Row[];
      next: Cursor | undefined;
      /** Milliseconds since 1970. */
      nextDueAt: number | undefined;
      endpoint: { isEnabled: boolean; perSecond: number | null };
    }
  /** The claim failed, or the endpoint could not be read: rows that were claimed nevertheless are given back. */
  | { is: 'claim_failed'; rows: readonly Row[] }
  /** The answer to `ask`: permits for the first rows in hand, and what kept the next row. */
  | { is: 'answered'; permits: readonly Permit[]; block: Block | undefined }
  /** A request ended; its outcome is being recorded. `isGone`: the endpoint wants nothing more. */
  | { is: 'sent'; isGone: boolean }
  /** An outcome is recorded, or given up (`recorded` undefined: its lease runs out). */
  | { is: 'recorded'; recorded: RecordedRow | undefined }
  /** The bulkhead may have room again. */
  | { is: 'place_freed' }
  /** The breaker has closed. */
  | { is: 'breaker_closed' }
  /** The time that `nextTickAt` asked for has come. */
  | { is: 'tick' }
  /** The process stops. */
  | { is: 'close' };

export interface RecordedRow {
  resourceId: string;
  /** When the delivery is tried again, milliseconds since 1970. */
  nextAttemptAt: number | undefined;
  /** The lane of the delivery that waited behind this one, now that it is over. */
  follower: 'this' | 'other' | undefined;
}

/** What the outside looks like at the moment of an input. */
export interface Moment {
  /** Monotonic. */
  now: number;
  flow: FlowView;
  /** Few enough lanes of the process linger. */
  mayLinger: boolean;
}
