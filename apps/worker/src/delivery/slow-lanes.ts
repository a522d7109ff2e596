import { type Lane } from '#directory';

/** Lanes that are due at one moment are spread over this time. */
const SPREAD_MS = 2_000;
/** No lane waits longer than this for the lane before it, even where SPREAD_MS would allow more. */
const LONGEST_GAP_MS = 50;

export interface Entry {
  lane: Lane;
  endpointId: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * When lanes of slow endpoints are looked at again: here, one after another, and not through the queue. Endpoints that hang time out
 * together, and fifty jobs at once kept the endpoints that answer waiting for a second. Lost with the process, as what they hold is
 * due, and found by the sweep.
 */
export class SlowLanes {
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Infinity;
  /** No lane is looked at before this, milliseconds since the epoch. */
  private notBefore = 0;

  constructor(private readonly drain: (lane: Lane, endpointId: string) => void) {}

  /** The earlier of two wishes for a lane counts. */
  look(lane: Lane, endpointId: string, at = Date.now()): void {
    const key = `${lane} ${endpointId}`;
    const known = this.entries.get(key);
    if (known !== undefined && known.at <= at) return;
    this.entries.set(key, { lane, endpointId, at });
    this.wakeAt(at);
  }

  /** @returns what was to be looked at, for somebody else */
  stop(): Entry[] {
    clearTimeout(this.timer);
    const entries = [...this.entries.values()];
    this.entries.clear();
    return entries;
  }

  private wakeAt(wished: number): void {
    const at = Math.max(wished, this.notBefore);
    if (at >= this.timerAt) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    this.timer = setTimeout(() => this.next(), Math.max(0, at - Date.now())).unref();
  }

  private next(): void {
    this.timerAt = Infinity;
    const now = Date.now();
    let first: Entry | undefined;
    let due = 0;
    for (const entry of this.entries.values()) {
      if (entry.at > now) continue;
      due += 1;
      if (first === undefined || isBefore(entry, first)) first = entry;
    }
    if (first !== undefined) {
      this.entries.delete(`${first.lane} ${first.endpointId}`);
      this.notBefore = now + Math.min(LONGEST_GAP_MS, SPREAD_MS / due);
      this.drain(first.lane, first.endpointId);
    }
    for (const { at } of this.entries.values()) this.wakeAt(Math.max(at, now + 1));
  }
}

/** Deprovisioning first, then who has waited longest. */
const isBefore = (one: Entry, other: Entry): boolean =>
  one.lane === other.lane ? one.at < other.at : one.lane > other.lane;
