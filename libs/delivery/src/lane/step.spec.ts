import { beforeEach, describe, expect, it } from 'vitest';
import { type ClaimedDelivery } from '../delivery.js';
import { type Permit } from '../flow-control/flow-control.js';
import { type FlowView } from '../flow-control/flow-view.js';
import { type Block } from '../flow-control/wait-reason.js';
import { type Effect } from './lane-effect.js';
import { type Input } from './lane-input.js';
import { blockOf, isRunning, type LaneState, newLane, nextTickAt, type Row } from './lane-state.js';
import { step } from './step.js';

const NOW = 10_000;
const FAST: FlowView = { isOpen: false, openUntil: undefined, latency: 'fast', limit: 4, free: 100 };
const OPEN: FlowView = { ...FAST, isOpen: true, openUntil: NOW + 5_000 };
const ENDPOINT = { isEnabled: true, perSecond: null };
const CONCURRENCY: Block = { by: 'concurrency', until: undefined };

const row = (id: string, isProbe = false): Row => ({
  delivery: { id, resourceId: id } as ClaimedDelivery,
  token: 't',
  startBefore: NOW + 5_000,
  isProbe,
});
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(`d${n}`));
const permits = (count: number) =>
  Array.from({ length: count }, (): Permit => ({ lane: 0, startedAt: NOW, isProbe: false }));

describe('step', () => {
  let lane: LaneState;
  let effects: Effect[];

  function give(input: Input, { now = NOW, flow = FAST, mayLinger = false } = {}): string[] {
    ({ lane, effects } = step(lane, input, { now, flow, mayLinger }));
    return effects.map((effect) => effect.do);
  }

  const claimed = (count: number, more: Partial<Extract<Input, { is: 'claimed' }>> = {}): Input => ({
    is: 'claimed',
    rows: rows(count),
    next: undefined,
    nextDueAt: undefined,
    endpoint: ENDPOINT,
    ...more,
  });
  const recorded = (more: object = {}): Input => ({
    is: 'recorded',
    recorded: { resourceId: 'd0', nextAttemptAt: undefined, follower: undefined, ...more },
  });

  /** A lane with `inFlight` requests under way and `waiting` rows in hand. */
  function dispatching(inFlight: number, waiting = 0, more: Parameters<typeof claimed>[1] = {}): void {
    give({ is: 'woken' });
    give(claimed(inFlight + waiting, more));
    give({ is: 'answered', permits: permits(inFlight), block: waiting > 0 ? CONCURRENCY : undefined });
  }

  beforeEach(() => {
    lane = newLane();
  });

  describe('idle', () => {
    it('claims from the start when it is woken', () => {
      expect(give({ is: 'woken' })).toEqual(['claim']);
      expect(effects[0]).toMatchObject({ from: 'start', freed: [], limit: 32 });
      expect([lane.mode.at, isRunning(lane)]).toEqual(['claiming', true]);
    });

    it('claims what has become free behind a delivery that is over', () => {
      dispatching(1);
      give({ is: 'sent', isGone: false });
      expect(give(recorded({ follower: 'this' }))).toEqual(['claim']);
      expect(effects[0]).toMatchObject({ from: 'freed', freed: ['d0'] });
    });

    it('wakes the other lane where the follower is there', () => {
      dispatching(1);
      give({ is: 'sent', isGone: false });
      expect(give(recorded({ follower: 'other' }))).toEqual(['wake']);
      expect([effects[0], lane.mode.at]).toEqual([{ do: 'wake', lane: 'other', at: undefined }, 'idle']);
    });

    it('wakes itself when a delivery is to be tried again', () => {
      dispatching(1);
      give({ is: 'sent', isGone: false });
      give(recorded({ nextAttemptAt: 77 }));
      expect(effects).toEqual([{ do: 'wake', lane: 'this', at: 77 }]);
    });
  });

  describe('claiming', () => {
    beforeEach(() => void give({ is: 'woken' }));

    it('asks for permits for what it has found', () => {
      expect(give(claimed(3))).toEqual(['ask']);
      expect(give({ is: 'answered', permits: permits(3), block: undefined })).toEqual(['send', 'send', 'send']);
      expect([lane.inFlight, lane.mode.at]).toEqual([3, 'idle']);
    });

    it('claims on where the claim stopped', () => {
      const next = { at: 'there', ordinal: 7 };
      give(claimed(1, { next }));
      expect(give({ is: 'answered', permits: permits(1), block: undefined })).toEqual(['send', 'claim']);
      expect(effects[1]).toMatchObject({ from: next });
    });

    it('looks from the start once more where it is woken meanwhile', () => {
      expect(give({ is: 'woken' })).toEqual([]);
      expect(give(claimed(0))).toEqual(['claim']);
      expect(effects[0]).toMatchObject({ from: 'start' });
    });

    it('comes back when the next delivery is due', () => {
      give(claimed(0, { nextDueAt: 99 }));
      expect([effects, lane.mode.at]).toEqual([[{ do: 'wake', lane: 'this', at: 99 }], 'idle']);
    });

    it('claims twice as many where a claim is full, up to eight for each request that may be under way', () => {
      give(claimed(32, { next: { at: 'there', ordinal: 1 } }), { flow: { ...FAST, limit: 32 } });
      give({ is: 'answered', permits: permits(32), block: undefined }, { flow: { ...FAST, limit: 33 } });
      expect(effects.at(-1)).toMatchObject({ do: 'claim', limit: 64 });
    });

    it('gives back what it holds where the endpoint is disabled', () => {
      expect(give(claimed(2, { endpoint: { isEnabled: false, perSecond: null } }))).toEqual(['release']);
      expect(lane.mode).toEqual({ at: 'blocked', by: 'endpoint_disabled', until: undefined });
    });

    it('keeps what was freed where the claim fails, and what it was woken for', () => {
      give({ is: 'woken' });
      expect(give({ is: 'claim_failed', rows: rows(1) })).toEqual(['release', 'wake']);
      expect(lane.mode.at).toBe('idle');
    });
  });

  describe('dispatching', () => {
    it('waits for a request to end while an endpoint that answers has enough, and then claims on', () => {
      dispatching(4, 28, { next: { at: 'there', ordinal: 1 } });
      expect(lane.mode).toEqual({ at: 'dispatching', until: NOW + 250 });
      give({ is: 'sent', isGone: false });
      give({ is: 'answered', permits: permits(1), block: CONCURRENCY });
      expect([lane.inFlight, lane.waiting.length, lane.mode.at]).toEqual([4, 27, 'dispatching']);
    });

    it('gives up its place, and its rows, where nothing ends for long', () => {
      dispatching(4, 28, { next: { at: 'there', ordinal: 1 } });
      expect(nextTickAt(lane)).toBe(NOW + 250);
      expect(give({ is: 'tick' }, { now: NOW + 250 })).toEqual(['release']);
      expect([lane.mode, isRunning(lane)]).toEqual([{ at: 'blocked', by: 'concurrency', until: undefined }, false]);
    });

    it('gives up its place at once where the endpoint is not known to be fast', () => {
      const flow: FlowView = { ...FAST, latency: 'unknown', limit: 2 };
      give({ is: 'woken' }, { flow });
      expect(effects[0]).toMatchObject({ limit: 2 });
      give(claimed(2, { next: { at: 'there', ordinal: 1 } }), { flow });
      give({ is: 'answered', permits: permits(2), block: undefined }, { flow });
      expect([blockOf(lane), isRunning(lane)]).toEqual(['concurrency', false]);
    });

    it('makes room for other lanes after two seconds', () => {
      dispatching(4, 20, { next: { at: 'there', ordinal: 1 } });
      expect(lane.mode.at).toBe('dispatching');
      give({ is: 'sent', isGone: false }, { now: NOW + 2_001 });
      give({ is: 'answered', permits: permits(1), block: CONCURRENCY }, { now: NOW + 2_001 });
      expect(effects.at(-1)).toEqual({ do: 'wake', lane: 'this', at: undefined });
      expect([isRunning(lane), blockOf(lane)]).toEqual([false, 'concurrency']);
    });

    it('gives back rows whose lease would not last', () => {
      dispatching(4, 2);
      expect(give({ is: 'sent', isGone: false }, { now: NOW + 5_001 })).toEqual(['release']);
    });

    it('gives everything back where the endpoint is gone', () => {
      dispatching(1, 2);
      expect(give({ is: 'sent', isGone: true })).toEqual(['release']);
      expect(blockOf(lane)).toBe('endpoint_disabled');
    });
  });

  describe('lingering', () => {
    it('claims once more where two claims found something one soon after the other', () => {
      dispatching(1);
      give({ is: 'woken' }, { now: NOW + 10 });
      give(claimed(1), { now: NOW + 10 });
      give({ is: 'answered', permits: permits(1), block: undefined }, { now: NOW + 10, mayLinger: true });
      expect(lane.mode).toEqual({ at: 'lingering', until: NOW + 14 });
      expect(give({ is: 'tick' }, { now: NOW + 13 })).toEqual([]);
      expect(give({ is: 'tick' }, { now: NOW + 14 })).toEqual(['claim']);
      expect(give(claimed(0), { now: NOW + 14, mayLinger: true })).toEqual([]);
      expect(lane.mode.at).toBe('idle');
    });

    it('does not linger where too many lanes do', () => {
      dispatching(1);
      give({ is: 'woken' }, { now: NOW + 10 });
      give(claimed(1), { now: NOW + 10 });
      give({ is: 'answered', permits: permits(1), block: undefined }, { now: NOW + 10, mayLinger: false });
      expect(lane.mode.at).toBe('idle');
    });
  });

  describe('blocked', () => {
    it('by the breaker: claims nothing and gives back what it holds until it is woken or the breaker closes', () => {
      dispatching(1, 2);
      give({ is: 'sent', isGone: false }, { flow: OPEN });
      const refused: Input = { is: 'answered', permits: [], block: { by: 'breaker', until: NOW + 5_000 } };
      expect(give(refused, { flow: OPEN })).toEqual(['release']);
      expect(lane.mode).toEqual({ at: 'blocked', by: 'breaker', until: NOW + 5_000 });
      expect(give({ is: 'woken' }, { flow: OPEN })).toEqual([]);
      expect(blockOf(lane)).toBe('breaker');
      expect(give({ is: 'breaker_closed' })).toEqual(['wake']);
      expect(lane.mode.at).toBe('idle');
    });

    it('by the breaker: sends the probe, and nothing more', () => {
      give({ is: 'woken' });
      give(claimed(0, { rows: [row('d0', true)], next: { at: 'there', ordinal: 1 } }), { flow: OPEN });
      give({ is: 'answered', permits: permits(1), block: undefined }, { flow: OPEN });
      expect([effects.map((effect) => effect.do), blockOf(lane)]).toEqual([['send'], 'breaker']);
    });

    it('by concurrency: claims again when a request is recorded', () => {
      const flow: FlowView = { ...FAST, latency: 'slow', limit: 1 };
      give({ is: 'woken' }, { flow });
      give(claimed(1, { next: { at: 'there', ordinal: 1 } }), { flow });
      give({ is: 'answered', permits: permits(1), block: undefined }, { flow });
      give({ is: 'sent', isGone: false }, { flow });
      expect(give(recorded(), { flow })).toEqual(['wake']);
      expect(lane.mode.at).toBe('idle');
    });

    it('by the bulkhead: claims again when a place becomes free', () => {
      const flow: FlowView = { ...FAST, latency: 'slow', free: 0 };
      expect(give({ is: 'woken' }, { flow })).toEqual(['await_place']);
      expect(blockOf(lane)).toBe('bulkhead');
      expect(give({ is: 'place_freed' })).toEqual(['wake']);
      expect(lane.mode.at).toBe('idle');
    });

    it('by a rate limit: keeps its rows, and sends each at its slot', () => {
      give({ is: 'woken' });
      give(claimed(2));
      give({ is: 'answered', permits: [], block: { by: 'rate_limit', until: NOW + 100 } });
      expect([lane.mode.at, nextTickAt(lane)]).toEqual(['blocked', NOW + 100]);
      expect(give({ is: 'tick' }, { now: NOW + 99 })).toEqual([]);
      expect(give({ is: 'tick' }, { now: NOW + 100 })).toEqual(['ask']);
    });
  });

  describe('closing', () => {
    it('begins nothing, gives back what it holds, and passes wake-ups on', () => {
      dispatching(2, 3);
      expect(give({ is: 'close' })).toEqual(['release']);
      expect(give({ is: 'woken' })).toEqual(['wake']);
      expect(give({ is: 'sent', isGone: false })).toEqual([]);
      expect([lane.inFlight, lane.recording, lane.mode.at]).toEqual([1, 4, 'closing']);
    });

    it('gives back what a claim under way still brings', () => {
      give({ is: 'woken' });
      expect(give({ is: 'close' })).toEqual(['wake']);
      expect(give(claimed(2))).toEqual(['release']);
      expect(lane.mode).toEqual({ at: 'closing', isClaiming: false });
    });
  });
});
