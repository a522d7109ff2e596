import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClaimedDelivery } from '../delivery.js';
import { type Permit } from '../flow-control/flow-control.js';
import { type FlowView } from '../flow-control/flow-view.js';
import { type Block } from '../flow-control/wait-reason.js';
import { type Effect } from './lane-effect.js';
import { type Input } from './lane-input.js';
import { blockOf, isRunning, isSettled, newLane, nextTickAt, type Row } from './lane-state.js';
import { step } from './step.js';

/** One thing that may happen, with everything that chance decides about it. */
interface Event {
  kind: 'woken' | 'claim ends' | 'claim fails' | 'request ends' | 'is recorded' | 'place freed' | 'breaker' | 'time';
  /** What the claim finds, the time that passes, which lane is freed. */
  number: number;
  isMore: boolean;
  isLater: boolean;
  view: FlowView;
  /** What keeps the next row, where the limits do not. */
  block: 'rate_limit' | 'bulkhead' | 'none';
  mayLinger: boolean;
}

const event: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom<Event['kind']>(
    'woken',
    'claim ends',
    'claim ends',
    'claim fails',
    'request ends',
    'request ends',
    'is recorded',
    'is recorded',
    'place freed',
    'breaker',
    'time',
  ),
  number: fc.nat(12),
  isMore: fc.boolean(),
  isLater: fc.boolean(),
  view: fc.record({
    isOpen: fc.boolean(),
    openUntil: fc.constant(undefined),
    latency: fc.constantFrom<FlowView['latency']>('fast', 'unknown', 'slow'),
    limit: fc.integer({ min: 1, max: 6 }),
    free: fc.nat(6),
  }),
  block: fc.constantFrom<Event['block']>('rate_limit', 'bulkhead', 'none', 'none', 'none'),
  mayLinger: fc.boolean(),
});

/** A delivery that may be due and that no wake-up is to come for. `resource`: only a claim of this resource finds it. */
interface Debt {
  at: number;
  resource?: string;
}

/** The outside of a lane: what is under way, and what somebody has to look for. */
class World {
  lane = newLane();
  now = 1_000_000;
  claim: Extract<Effect, { do: 'claim' }> | undefined;
  readonly underWay: Row[] = [];
  readonly recording: Row[] = [];
  readonly known = new Map<string, 'waiting' | 'under way' | 'recording' | 'over'>();
  debts: Debt[] = [];
  /** Debts that the claims since the start of the lane have looked for. */
  private lookedFor = new Set<Debt>();
  private names = 0;
  isClosed = false;

  happen(event: Event): void {
    const { kind, number, isMore, isLater } = event;
    if (kind === 'woken') {
      this.debts.push({ at: 0 });
      return this.take({ is: 'woken' }, event);
    }
    if (kind === 'claim ends' && this.claim) return this.endClaim(event);
    if (kind === 'claim fails' && this.claim) {
      const rows = this.rows(isMore ? number : 0);
      this.claim = undefined;
      // The error is told, and the sweep looks for everything.
      this.debts = [];
      return this.take({ is: 'claim_failed', rows }, event);
    }
    if (kind === 'request ends' && this.underWay.length > 0) {
      const [row] = this.underWay.splice(number % this.underWay.length, 1);
      this.move(row!, 'under way', 'recording');
      this.recording.push(row!);
      return this.take({ is: 'sent', isGone: number === 12 && isLater }, event);
    }
    if (kind === 'is recorded' && this.recording.length > 0) return this.endRecording(event);
    if (kind === 'place freed' && this.lane.awaitsPlace) return this.take({ is: 'place_freed' }, event);
    if (kind === 'breaker' && blockOf(this.lane) === 'breaker') {
      return this.take(isMore ? { is: 'woken' } : { is: 'breaker_closed' }, event);
    }
    if (kind === 'time') {
      const tickAt = nextTickAt(this.lane);
      this.now = isMore && tickAt !== undefined ? Math.max(this.now, tickAt) : this.now + number * 40;
      if (tickAt !== undefined && tickAt <= this.now) this.take({ is: 'tick' }, event);
    }
  }

  close(event: Event): void {
    this.isClosed = true;
    this.take({ is: 'close' }, event);
  }

  private endClaim(event: Event): void {
    const { from, freed, limit } = this.claim!;
    const rows = this.rows(Math.min(event.number, limit));
    const next = event.isMore && from !== 'freed' ? { at: 'somewhere', ordinal: 1 } : undefined;
    const nextDueAt = event.isLater ? 5_000 + event.number : undefined;
    this.claim = undefined;
    this.debts = this.debts.filter(({ resource }) => resource === undefined || !freed.includes(resource));
    if (from !== 'freed' && next === undefined) this.debts = this.debts.filter((debt) => !this.lookedFor.has(debt));
    if (next !== undefined) this.debts.push({ at: 0 });
    if (next !== undefined) this.lookedFor.add(this.debts.at(-1)!);
    if (nextDueAt !== undefined) this.debts.push({ at: nextDueAt });
    const isEnabled = event.number !== 11;
    if (!isEnabled) this.debts = [];
    const endpoint = { isEnabled, perSecond: null };
    this.take({ is: 'claimed', rows, next, nextDueAt, endpoint }, event);
  }

  private endRecording(event: Event): void {
    const { number, isMore, isLater } = event;
    const [row] = this.recording.splice(number % this.recording.length, 1);
    this.move(row!, 'recording', 'over');
    const resourceId = `resource${number}`;
    const follower = !isMore ? undefined : number % 2 === 0 ? 'this' : 'other';
    const nextAttemptAt = isLater ? 5_000 + number : undefined;
    if (follower === 'this') this.debts.push({ at: 0, resource: resourceId });
    if (nextAttemptAt !== undefined) this.debts.push({ at: nextAttemptAt });
    this.take({ is: 'recorded', recorded: { resourceId, follower, nextAttemptAt } }, event);
  }

  private rows(count: number): Row[] {
    return Array.from({ length: count }, () => {
      const id = `delivery${this.names++}`;
      this.known.set(id, 'waiting');
      return { delivery: { id } as ClaimedDelivery, token: 't', startBefore: this.now + 300, isProbe: false };
    });
  }

  private move(row: Row, from: string, to: 'waiting' | 'under way' | 'recording' | 'over'): void {
    expect(this.known.get(row.delivery.id)).toBe(from);
    this.known.set(row.delivery.id, to);
  }

  private take(input: Input, event: Event): void {
    const before = structuredClone(this.lane);
    const given = this.lane;
    const { lane, effects } = step(given, input, { now: this.now, flow: event.view, mayLinger: event.mayLinger });
    expect(given).toEqual(before);
    this.lane = lane;
    let asked: readonly Row[] | undefined;
    for (const [index, effect] of effects.entries()) {
      if (effect.do === 'ask') {
        expect(index).toBe(effects.length - 1);
        asked = effect.rows;
      } else this.perform(effect, event);
    }
    if (asked) this.answer(asked, event);
    else this.check();
  }

  private perform(effect: Effect, event: Event): void {
    if (effect.do === 'claim') {
      expect([this.claim, this.isClosed, event.view.isOpen]).toEqual([undefined, false, false]);
      expect(effect.limit).toBeGreaterThan(0);
      this.claim = effect;
      if (effect.from === 'start') this.lookedFor = new Set(this.debts);
    }
    if (effect.do === 'send') {
      this.move(effect.row, 'waiting', 'under way');
      this.underWay.push(effect.row);
      expect(this.isClosed).toBe(false);
    }
    if (effect.do === 'release') {
      for (const row of effect.rows) {
        this.move(row, 'waiting', 'recording');
        this.recording.push(row);
      }
    }
    if (effect.do === 'wake' && effect.lane === 'this') {
      this.debts = this.debts.filter(({ at }) => effect.at !== undefined && at < effect.at);
    }
  }

  private answer(rows: readonly Row[], event: Event): void {
    const { view } = event;
    expect(this.isClosed).toBe(false);
    const room = Math.min(Math.max(0, view.limit - this.lane.inFlight), view.free);
    const most = view.isOpen ? 0 : event.block === 'none' ? room : Math.min(room, 1);
    const permits = rows.slice(0, most).map((): Permit => ({ lane: 0, startedAt: this.now, isProbe: false }));
    const block = permits.length === rows.length ? undefined : this.blockOf(event, this.lane.inFlight + permits.length);
    const flow = { ...view, free: view.free - permits.length };
    this.take({ is: 'answered', permits, block }, { ...event, view: flow });
    expect(this.underWay.length).toBeLessThanOrEqual(Math.max(view.limit, this.lane.inFlight - permits.length));
  }

  private blockOf({ view, block }: Event, underWay: number): Block {
    if (view.isOpen) return { by: 'breaker', until: undefined };
    if (underWay >= view.limit) return { by: 'concurrency', until: undefined };
    if (block !== 'rate_limit' || view.free <= 0) return { by: 'bulkhead', until: undefined };
    return { by: 'rate_limit', until: this.now + 20 };
  }

  private check(): void {
    const { lane } = this;
    expect([lane.inFlight, lane.recording]).toEqual([this.underWay.length, this.recording.length]);
    const waiting = [...this.known.values()].filter((state) => state === 'waiting').length;
    expect(lane.waiting.length).toBe(waiting);
    const isClaiming = lane.mode.at === 'claiming' || (lane.mode.at === 'closing' && lane.mode.isClaiming);
    expect(isClaiming).toBe(this.claim !== undefined);
    if (this.isClosed) return expect([lane.mode.at, lane.waiting.length]).toEqual(['closing', 0]);
    this.checkRowsMove();
    if (this.debts.length > 0) expect(this.isMoved(), JSON.stringify([lane, this.debts])).toBe(true);
  }

  /** Rows in hand go out when something ends, when a place becomes free, or at a time. */
  private checkRowsMove(): void {
    const { waiting, block, awaitsPlace, inFlight } = this.lane;
    if (waiting.length === 0) return;
    const moves = {
      concurrency: inFlight > 0,
      bulkhead: awaitsPlace,
      rate_limit: nextTickAt(this.lane) !== undefined,
      breaker: false,
    };
    expect(block && moves[block.by]).toBe(true);
  }

  /** Something is certain to move the lane. */
  private isMoved(): boolean {
    const { lane } = this;
    if (lane.mode.at === 'claiming') return true;
    if (isRunning(lane)) return nextTickAt(lane) !== undefined;
    const by = blockOf(lane);
    if (by === 'breaker' || by === 'endpoint_disabled') return true;
    // Rows in hand are certain to move, and each request is recorded; behind them the lane wakes itself.
    return lane.isUnfinished && (lane.awaitsPlace || lane.waiting.length + lane.inFlight + lane.recording > 0);
  }
}

describe('a lane, whatever happens in whichever order,', () => {
  it('loses no row and no wake-up, and has no more under way than permitted', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        const world = new World();
        for (const event of events) world.happen(event);
      }),
      { numRuns: 3_000 },
    );
  });

  it('drains when it closes', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        event,
        fc.array(event, { maxLength: 20 }),
        (before, at, after) => {
          const world = new World();
          for (const event of before) world.happen(event);
          world.close(at);
          for (const event of after) world.happen(event);
          for (let left = 500; left > 0 && !isSettled(world.lane); left--) {
            for (const kind of ['claim ends', 'request ends', 'is recorded'] as const) world.happen({ ...at, kind });
          }
          expect([isSettled(world.lane), world.lane.mode.at, nextTickAt(world.lane)]).toEqual([
            true,
            'closing',
            undefined,
          ]);
          expect([...world.known.values()].every((state) => state === 'over')).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
