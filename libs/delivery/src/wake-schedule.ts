import { type Clock } from './clock.js';
import { type Lane } from './delivery.js';

/** A local timer wakes slow endpoints that are due within this time. Later wake-ups go to the queue, which survives a restart. */
const KEPT_HERE_MS = 60_000;
/** Lanes that are due at one moment are spread over this time. */
const SPREAD_MS = 2_000;
/** No lane waits longer than this for the lane before it, even where SPREAD_MS would allow more. */
const LONGEST_GAP_MS = 50;
/** More wake-ups of the queue than this are not remembered: a lane that is forgotten is only woken twice. */
const REMEMBERED = 10_000;

export interface WakeUp {
  lane: Lane;
  endpointId: string;
  /** Milliseconds since 1970; undefined: now. */
  at?: number;
  /** The endpoint holds connections for long. */
  isSlow: boolean;
}

export interface WakeScheduleOptions {
  clock: Clock;
  /** Wakes a lane in this process. */
  wakeHere(lane: Lane, endpointId: string): void;
  /** Wakes a lane in any process. */
  queue: {
    wake(lane: Lane, endpointId: string): void;
    wakeAt(lane: Lane, endpointId: string, at: number): void;
  };
}

interface Entry {
  lane: Lane;
  endpointId: string;
  at: number;
  isHere: boolean;
}

/**
 * When lanes are looked at again. Of two wake-ups of a lane the earlier one counts, as a lane that runs finds out itself when it is due
 * next. The schedule decides what wakes a lane. Endpoints that answer are woken through the queue, where any worker may take them. Slow
 * endpoints are woken here, one after another: endpoints that hang time out together, and fifty jobs at once would keep the endpoints
 * that answer waiting. What is lost with the process is due, and found by the sweep.
 */
export class WakeSchedule {
  private readonly entries = new Map<string, Entry>();
  private cancelTimer: (() => void) | undefined;
  private timerAt = Infinity;
  /** No lane is woken here before this. */
  private notBefore = 0;
  private isStopped = false;

  constructor(private readonly options: WakeScheduleOptions) {}

  wake({ lane, endpointId, at, isSlow }: WakeUp): void {
    const { clock, queue } = this.options;
    const now = clock.epoch();
    const staysHere = isSlow && !this.isStopped;
    if (at === undefined && !staysHere) return queue.wake(lane, endpointId);
    const due = at === undefined ? now : roundedUp(at, now);
    const key = `${lane} ${endpointId}`;
    const known = this.entries.get(key);
    if (known !== undefined && known.at <= due && (known.isHere || known.at > now)) return;
    const isHere = staysHere && due - now < KEPT_HERE_MS;
    if (this.entries.size >= REMEMBERED) this.forgetQueued();
    this.entries.set(key, { lane, endpointId, at: due, isHere });
    if (isHere) this.wakeHereAt(due);
    else queue.wakeAt(lane, endpointId, due);
  }

  /** From now on the queue wakes all lanes, those that were to be woken here included. */
  stop(): void {
    this.isStopped = true;
    this.cancelTimer?.();
    const { clock, queue } = this.options;
    const now = clock.epoch();
    for (const { lane, endpointId, at, isHere } of this.entries.values()) {
      if (!isHere) continue;
      if (at <= now) queue.wake(lane, endpointId);
      else queue.wakeAt(lane, endpointId, at);
    }
    this.entries.clear();
  }

  private wakeHereAt(wished: number): void {
    const at = Math.max(wished, this.notBefore);
    if (at >= this.timerAt) return;
    this.cancelTimer?.();
    this.timerAt = at;
    const { clock } = this.options;
    this.cancelTimer = clock.after(Math.max(0, at - clock.epoch()), () => this.wakeNext());
  }

  private wakeNext(): void {
    this.timerAt = Infinity;
    const now = this.options.clock.epoch();
    const here = [...this.entries.values()].filter(({ isHere }) => isHere);
    const due = here.filter(({ at }) => at <= now);
    const first = due.reduce<Entry | undefined>(
      (best, entry) => (best && !isBefore(entry, best) ? best : entry),
      undefined,
    );
    if (first !== undefined) {
      this.entries.delete(`${first.lane} ${first.endpointId}`);
      this.notBefore = now + Math.min(LONGEST_GAP_MS, SPREAD_MS / due.length);
      this.options.wakeHere(first.lane, first.endpointId);
    }
    const next = Math.min(...here.filter((entry) => entry !== first).map(({ at }) => at));
    if (next < Infinity) this.wakeHereAt(Math.max(next, now + 1));
  }

  private forgetQueued(): void {
    for (const [key, { isHere }] of this.entries) if (!isHere) this.entries.delete(key);
  }
}

/** Rounded up, so that a thousand failures of one second ask for few jobs. */
function roundedUp(at: number, now: number): number {
  const grid = at - now > 1_000 ? 250 : 10;
  return Math.ceil(at / grid) * grid;
}

/** Deprovisioning first, then the lane that has waited longest. */
const isBefore = (one: Entry, other: Entry): boolean =>
  one.lane === other.lane ? one.at < other.at : one.lane > other.lane;
