import { type Permit } from '../flow-control/flow-control.js';
import { type Block } from '../flow-control/wait-reason.js';
import { claimLimit, isStalled, LARGEST_CHUNK, STALL_MS } from './claim-limit.js';
import { type Effect } from './lane-effect.js';
import { type Input, type Moment, type RecordedRow } from './lane-input.js';
import { isRunning, isSettled, type LaneState, type Mode, type Row, SMALLEST_CHUNK } from './lane-state.js';

/** A run makes room for other lanes after this. */
const SLICE_MS = 2_000;
/** A busy lane is looked at again after this. */
const LINGER_MS = 4;
/** A lane where two claims find something within this is busy. */
const BUSY_MS = 20;

export interface Step {
  lane: LaneState;
  effects: Effect[];
}

/** What an input makes of a lane, and what is to be done. Pure: the same arguments give the same answer. */
export function step(lane: LaneState, input: Input, moment: Moment): Step {
  const transition = new Transition({ ...lane }, moment);
  transition.take(input);
  return { lane: transition.lane, effects: transition.effects };
}

type Draft = { -readonly [Key in keyof LaneState]: LaneState[Key] };
type ClaimedInput = Extract<Input, { is: 'claimed' }>;

/** One step in the making, on a copy of the state. */
class Transition {
  readonly effects: Effect[] = [];

  constructor(
    readonly lane: Draft,
    private readonly moment: Moment,
  ) {}

  take(input: Input): void {
    if (this.lane.mode.at === 'closing') return this.takeWhileClosing(input);
    switch (input.is) {
      case 'woken':
        this.lane.isWoken = true;
        return isRunning(this.lane) ? undefined : this.begin();
      case 'claimed':
        return this.claimed(input);
      case 'claim_failed':
        return this.claimFailed(input.rows);
      case 'answered':
        return this.answered(input.permits, input.block);
      case 'sent':
        return this.sent(input.isGone);
      case 'recorded':
        return this.recorded(input.recorded);
      case 'place_freed':
        return this.placeFreed();
      case 'breaker_closed':
        return this.breakerClosed();
      case 'tick':
        return this.tick();
      case 'close':
        return this.close();
    }
  }

  /** The only place that changes the mode. */
  private enter(mode: Mode): void {
    this.lane.mode = mode;
  }

  private begin(): void {
    const { lane, moment } = this;
    // What is known of a lane is out of date when the lane is empty.
    if (isSettled(lane)) lane.chunk = SMALLEST_CHUNK;
    // More is due than what has just become free.
    if (lane.isUnfinished || isBlockedByBreaker(lane)) lane.isWoken = true;
    lane.sliceEnd = moment.now + SLICE_MS;
    lane.cursor = undefined;
    lane.nextDueAt = undefined;
    lane.isUnfinished = false;
    this.proceed();
  }

  /** The lane runs, and no claim is under way: it claims, waits, or ends its run. */
  private proceed(): void {
    const { lane, moment } = this;
    if (lane.cursor === undefined && lane.isWoken) {
      lane.cursor = 'start';
      lane.isWoken = false;
    }
    if (lane.cursor === undefined && lane.freed.length === 0) {
      if (!lane.isBusy || !moment.mayLinger) return this.rest();
      return this.enter({ at: 'lingering', until: moment.now + LINGER_MS });
    }
    // The probe may have to wait for its slot.
    if (moment.flow.isOpen) return lane.waiting.some(isProbe) ? this.rest() : this.standBack();
    if (moment.now > lane.sliceEnd) {
      this.wake();
      return this.rest();
    }
    const limit = claimLimit(lane, moment);
    if (limit > 0) return this.claim(limit);
    if (moment.flow.latency !== 'fast' || isStalled(lane, moment.now)) return this.pause();
    this.enter({ at: 'dispatching', until: lane.movedAt + STALL_MS });
  }

  private claim(limit: number): void {
    const { freed, cursor: from = 'freed' } = this.lane;
    this.lane.freed = [];
    this.enter({ at: 'claiming', from, freed, limit });
    this.effects.push({ do: 'claim', from, freed, limit });
  }

  private claimed({ rows, next, nextDueAt, endpoint }: ClaimedInput): void {
    const { lane, moment } = this;
    if (lane.mode.at !== 'claiming') return;
    const { from, limit } = lane.mode;
    lane.endpoint = endpoint;
    lane.cursor = from === 'freed' ? undefined : next;
    // Not every claim looks ahead.
    if (lane.nextDueAt === undefined || (nextDueAt ?? Infinity) < lane.nextDueAt) lane.nextDueAt = nextDueAt;
    lane.isBusy = rows.length > 0 && moment.now - lane.foundAt < BUSY_MS;
    if (rows.length > 0) {
      lane.foundAt = moment.now;
      lane.waiting = [...lane.waiting, ...rows];
    }
    const isFull = rows.length >= limit && !rows.some(isProbe);
    if (isFull) lane.chunk = Math.min(lane.chunk * 2, LARGEST_CHUNK);
    this.enter({ at: 'dispatching', until: moment.now + STALL_MS });
    this.dispatch();
  }

  private claimFailed(rows: readonly Row[]): void {
    const { lane } = this;
    if (lane.mode.at !== 'claiming') return;
    lane.freed = [...lane.mode.freed, ...lane.freed];
    this.release(rows);
    if (lane.isWoken) this.wake();
    lane.isWoken = false;
    this.rest();
  }

  /** Asks for permits for the rows in hand. */
  private dispatch(): void {
    const { lane, moment } = this;
    if (!lane.endpoint.isEnabled) this.releaseAll();
    const isLate = ({ startBefore }: Row) => moment.now > startBefore;
    if (lane.waiting.some(isLate)) {
      this.release(lane.waiting.filter(isLate));
      lane.waiting = lane.waiting.filter((row) => !isLate(row));
    }
    // Before the slot that the first row waits for there is no use in asking.
    const awaitsSlot = lane.block?.by === 'rate_limit' && (lane.block.until ?? 0) > moment.now;
    if (lane.waiting.length === 0 || awaitsSlot) return this.dispatched();
    this.effects.push({ do: 'ask', rows: lane.waiting });
  }

  private answered(permits: readonly Permit[], block: Block | undefined): void {
    const { lane } = this;
    permits.forEach((permit, index) => this.effects.push({ do: 'send', row: lane.waiting[index]!, permit }));
    if (permits.length > 0) {
      lane.waiting = lane.waiting.slice(permits.length);
      lane.inFlight += permits.length;
      lane.movedAt = this.moment.now;
    }
    lane.block = block;
    // A claim under way ends first.
    if (block?.by === 'breaker') return lane.mode.at === 'claiming' ? this.releaseAll() : this.standBack();
    if (block?.by === 'bulkhead') this.awaitPlace();
    this.dispatched();
  }

  /** As many of the rows in hand as possible are under way. */
  private dispatched(): void {
    const { mode } = this.lane;
    if (mode.at === 'dispatching') this.proceed();
    else if (!isRunning(this.lane) && !isBlockedByBreaker(this.lane)) this.enter(this.restingMode);
  }

  private sent(isGone: boolean): void {
    const { lane } = this;
    lane.inFlight -= 1;
    lane.recording += 1;
    lane.movedAt = this.moment.now;
    if (isGone) lane.endpoint = { ...lane.endpoint, isEnabled: false };
    this.dispatch();
  }

  private recorded(recorded: RecordedRow | undefined): void {
    const { lane } = this;
    lane.recording -= 1;
    if (recorded?.nextAttemptAt !== undefined) this.comeBackAt(recorded.nextAttemptAt);
    if (recorded?.follower === 'other') this.effects.push({ do: 'wake', lane: 'other', at: undefined });
    if (recorded?.follower === 'this') {
      lane.freed = [...lane.freed, recorded.resourceId];
      if (!isRunning(lane)) return this.begin();
    }
    this.finish();
  }

  /** Where another run is certain, that run finds out when the next delivery is due. */
  private comeBackAt(at: number): void {
    const { lane, moment } = this;
    if (!moment.flow.isOpen) return lane.isUnfinished ? undefined : this.wake(at);
    if (isRunning(lane)) lane.isWoken = true;
    else if (lane.endpoint.isEnabled && !isBlockedByBreaker(lane)) this.standBack();
  }

  private placeFreed(): void {
    const { lane } = this;
    lane.awaitsPlace = false;
    if (lane.block?.by === 'bulkhead') lane.block = undefined;
    this.dispatch();
    this.finish();
  }

  private breakerClosed(): void {
    if (!isBlockedByBreaker(this.lane)) return;
    this.enter(this.restingMode);
    this.wake();
  }

  private tick(): void {
    const { lane, moment } = this;
    const { mode, block } = lane;
    if (block?.by === 'rate_limit' && (block.until ?? 0) <= moment.now) {
      lane.block = undefined;
      return this.dispatch();
    }
    if (mode.at !== 'dispatching' && mode.at !== 'lingering') return;
    if (moment.now < mode.until) return;
    if (mode.at === 'lingering') {
      lane.cursor = 'start';
      lane.isWoken = false;
    }
    this.proceed();
  }

  /** No request begins or ends, or nobody waits for this endpoint: the lane gives up its place, and the rows that it cannot send. */
  private pause(): void {
    const { lane, moment } = this;
    lane.chunk = SMALLEST_CHUNK;
    lane.isUnfinished = true;
    if (lane.block?.by !== 'rate_limit') this.releaseAll();
    if (moment.flow.free === 0) this.awaitPlace();
    this.rest();
  }

  /** The endpoint fails: it is left alone until a probe may go. */
  private standBack(): void {
    const { lane, moment } = this;
    // The probe that is given back makes room for another one.
    const mayProbe = !moment.flow.isOpen || lane.waiting.some(isProbe);
    this.releaseAll();
    lane.freed = [];
    lane.cursor = undefined;
    lane.isWoken = false;
    lane.isUnfinished = false;
    lane.nextDueAt = undefined;
    this.enter(mayProbe ? { at: 'idle' } : { at: 'blocked', by: 'breaker', until: moment.flow.openUntil });
    if (mayProbe) this.wake();
  }

  /** The end of a run. */
  private rest(): void {
    const { lane, moment } = this;
    this.wakeWhenDue();
    lane.cursor = undefined;
    // A probe of this lane is under way: what comes of it moves the lane.
    const mode = moment.flow.isOpen ? BREAKER : this.restingMode;
    this.enter(mode);
    this.finish();
  }

  /** The mode of a lane that does not run. */
  private get restingMode(): Mode {
    const { endpoint, waiting, block, isUnfinished, awaitsPlace } = this.lane;
    if (!endpoint.isEnabled) return { at: 'blocked', by: 'endpoint_disabled', until: undefined };
    if (waiting.length > 0 && block !== undefined) return { at: 'blocked', by: block.by, until: block.until };
    if (!isUnfinished) return { at: 'idle' };
    return { at: 'blocked', by: awaitsPlace ? 'bulkhead' : 'concurrency', until: undefined };
  }

  /** What an unfinished run has left behind is looked at as soon as one more request may begin. */
  private finish(): void {
    const { lane, moment } = this;
    if (isRunning(lane) || !lane.isUnfinished || lane.waiting.length > 0) return;
    if (lane.awaitsPlace || lane.inFlight >= moment.flow.limit) return;
    lane.isUnfinished = false;
    this.enter(this.restingMode);
    this.wake();
  }

  private wake(at?: number): void {
    this.effects.push({ do: 'wake', lane: 'this', at });
  }

  private wakeWhenDue(): void {
    if (this.lane.nextDueAt !== undefined) this.wake(this.lane.nextDueAt);
    this.lane.nextDueAt = undefined;
  }

  private awaitPlace(): void {
    this.lane.awaitsPlace = true;
    this.effects.push({ do: 'await_place' });
  }

  private releaseAll(): void {
    this.release(this.lane.waiting);
    this.lane.waiting = [];
    this.lane.block = undefined;
  }

  private release(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    this.lane.recording += rows.length;
    this.effects.push({ do: 'release', rows });
  }

  private close(): void {
    const { lane } = this;
    // Another worker goes on with the deliveries that this lane leaves.
    if (isRunning(lane) || lane.isUnfinished) this.wake();
    this.wakeWhenDue();
    const isClaiming = lane.mode.at === 'claiming';
    this.releaseAll();
    lane.freed = [];
    this.enter({ at: 'closing', isClaiming });
  }

  private takeWhileClosing(input: Input): void {
    const { lane } = this;
    if (input.is === 'woken') this.wake();
    if (input.is === 'sent') lane.inFlight -= 1;
    if (input.is === 'sent') lane.recording += 1;
    if (input.is === 'recorded') lane.recording -= 1;
    if (input.is !== 'claimed' && input.is !== 'claim_failed') return;
    this.release(input.rows);
    this.enter({ at: 'closing', isClaiming: false });
  }
}

const isBlockedByBreaker = ({ mode }: LaneState): boolean => mode.at === 'blocked' && mode.by === 'breaker';
const isProbe = (row: Row): boolean => row.isProbe;
const BREAKER: Mode = { at: 'blocked', by: 'breaker', until: undefined };
