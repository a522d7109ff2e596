import { beforeEach, describe, expect, it } from 'vitest';
import { type Lane } from '../delivery.js';
import { TestClock } from '../test-clock.js';
import { Bulkhead } from './bulkhead.js';
import { FlowControl, type FlowControlOptions, type Permit } from './flow-control.js';

const SIZES = { fast: 50, unproven: 50, slow: 5 };
type End = 'answered' | 'failed' | 'strained' | 'interrupted';

describe('FlowControl', () => {
  let clock: TestClock;
  let bulkheads: Record<Lane, Bulkhead>;
  let options: FlowControlOptions;
  let flow: FlowControl;
  let said: string[];
  let pausedFor: number | undefined;

  beforeEach(() => {
    clock = new TestClock();
    bulkheads = { 0: new Bulkhead(SIZES), 1: new Bulkhead(SIZES) };
    said = [];
    options = {
      endpointId: 'ep_1',
      delaysMs: [5_000],
      bulkheads,
      clock,
      random: () => 0,
      onHalfOpen: () => said.push('half-open'),
      onClose: () => said.push('closed'),
      onPause: (openMs) => (pausedFor = openMs),
      reserve: () => Promise.resolve(0),
      onError: (error) => said.push(error.message),
    };
    flow = new FlowControl(options);
  });

  const ask = ({ lane = 0 as Lane, isProbe = false, perSecond = null as number | null } = {}) =>
    flow.permit({ lane, isProbe, perSecond }, clock.now());

  function permitted(asked: Parameters<typeof ask>[0] = {}): Permit {
    const answer = ask(asked);
    if ('by' in answer) throw new Error(`blocked by ${answer.by}`);
    return answer;
  }

  const end = (permit: Permit, how: End, resourceId = 'user') =>
    flow.settle(
      permit,
      {
        resourceId,
        classification: {
          verdict: how === 'answered' ? 'delivered' : how === 'interrupted' ? 'interrupted' : 'failed',
          isStrained: how === 'strained',
        },
      },
      clock.now(),
    );

  /** One request after another, each about a user of its own. */
  function send(how: End, { count = 1, ms = 10, lane = 0 as Lane, isProbe = false } = {}): void {
    for (let n = 0; n < count; n++) {
      const permit = permitted({ lane, isProbe });
      clock.pass(ms);
      end(permit, how, `user${n}`);
    }
  }

  const view = (lane: Lane = 0) => flow.view(lane);

  describe('says what a request waits for:', () => {
    it('the breaker, and until when', () => {
      send('failed', { count: 10 });
      expect(ask()).toEqual({ by: 'breaker', until: clock.now() + 5_000 });
    });

    it('as many as the endpoint can take are under way, in each lane', () => {
      const permits = Array.from({ length: 4 }, () => permitted());
      expect([ask(), 'by' in ask({ lane: 1 })]).toEqual([{ by: 'concurrency', until: undefined }, false]);
      end(permits[0]!, 'failed');
      expect(ask()).not.toHaveProperty('by');
    });

    it('as many as the process gives to endpoints of its class are under way', () => {
      for (let n = 0; n < 48; n++) bulkheads[0].enter('unknown');
      permitted();
      permitted();
      expect(ask()).toEqual({ by: 'bulkhead', until: undefined });
      let isFree = false;
      flow.whenFree(0, () => (isFree = true));
      bulkheads[0].leave('unknown');
      expect([isFree, 'by' in ask()]).toEqual([true, false]);
    });

    it('the next slot of its rate limit', async () => {
      expect(ask({ perSecond: 10 })).toMatchObject({ by: 'rate_limit' });
      await Promise.resolve();
      permitted({ perSecond: 10 });
      expect(ask({ perSecond: 10 })).toMatchObject({ by: 'rate_limit' });
    });

    it('and gives the permit back where nothing was sent', () => {
      const permits = Array.from({ length: 4 }, () => permitted());
      flow.cancel(permits[0]!);
      expect([bulkheads[0].free('unknown'), 'by' in ask()]).toEqual([47, false]);
    });
  });

  it('is unknown, then fast or slow by its last request', () => {
    const classes = [view().latency];
    for (const ms of [10, 2_000, 10]) {
      send('failed', { ms });
      classes.push(view().latency);
    }
    expect(classes).toEqual(['unknown', 'fast', 'slow', 'fast']);
  });

  it('is slow when nothing ends for a second, and gives back the places of the fast', () => {
    send('answered', { count: 28 });
    for (let n = 0; n < 20; n++) permitted();
    flow.look(clock.now());
    expect([view().latency, bulkheads[0].free('fast')]).toEqual(['fast', 30]);
    clock.pass(1_000);
    flow.look(clock.now());
    expect([view().latency, bulkheads[0].free('fast')]).toEqual(['slow', 50]);
  });

  it('leaves the share it is in when it ends', () => {
    const permit = permitted({ lane: 1 });
    clock.pass(2_000);
    flow.look(clock.now());
    end(permit, 'strained');
    expect([bulkheads[1].free('unknown'), bulkheads[1].free('slow')]).toEqual([50, 5]);
  });

  it('has fewer under way when requests time out, and more with each answer', () => {
    send('answered', { count: 28 });
    expect(view().limit).toBe(32);
    send('strained', { count: 3 });
    expect(view().limit).toBe(4);
    send('failed', { count: 3 });
    expect(view().limit).toBe(4);
  });

  describe('when requests only fail', () => {
    beforeEach(() => send('failed', { count: 10 }));

    it('refuses everything, says for how long, and lets one probe go then', () => {
      expect([view(0).isOpen, view(1).isOpen, flow.isPaused, pausedFor]).toEqual([true, true, true, 5_000]);
      expect(view().openUntil).toBe(clock.now() + 5_000);
      clock.pass(5_000);
      expect([said, view().isOpen]).toEqual([['half-open'], false]);
      expect([flow.takeProbe(), flow.takeProbe(), view().isOpen]).toEqual([true, false, true]);
      expect(ask()).toMatchObject({ by: 'breaker' });
      send('failed', { lane: 1, isProbe: true });
      clock.pass(9_999);
      expect(said).toEqual(['half-open']);
      clock.pass(1);
      expect(said).toEqual(['half-open', 'half-open']);
    });

    it('closes when the probe is answered, and goes on with two at a time', () => {
      clock.pass(5_000);
      flow.takeProbe();
      send('answered', { isProbe: true });
      expect(said).toEqual(['half-open', 'closed']);
      expect([view().isOpen, view().limit, pausedFor]).toEqual([false, 2, undefined]);
    });

    it('offers a probe again that was cut short, or that was not sent', () => {
      clock.pass(5_000);
      flow.takeProbe();
      send('interrupted', { isProbe: true });
      expect(flow.takeProbe()).toBe(true);
      flow.cancel(permitted({ isProbe: true }));
      expect(flow.takeProbe()).toBe(true);
    });

    it('does not wake for a probe once it is stopped', () => {
      flow.stop();
      clock.pass(60_000);
      expect(said).toEqual([]);
    });
  });

  it('closes with a late answer, too, and then does not wake for a probe', () => {
    const late = permitted();
    send('failed', { count: 10 });
    end(late, 'answered');
    clock.pass(60_000);
    expect(said).toEqual(['closed']);
  });

  describe('when the endpoint is enabled again', () => {
    const now = () => new Date(clock.epoch()).toISOString();

    it('begins with one at a time, whatever was before', () => {
      flow.resumed(null);
      send('answered', { count: 28 });
      send('failed', { count: 10 });
      flow.resumed(now());
      expect([view().isOpen, view().limit, flow.isPaused, pausedFor]).toEqual([false, 1, false, undefined]);
    });

    it('does so once', () => {
      const at = now();
      flow.resumed(at);
      send('answered', { count: 3 });
      flow.resumed(at);
      expect(view().limit).toBe(4);
    });

    it('begins so in a process that did not see it disabled, unless that was long ago', () => {
      flow.resumed(new Date(clock.epoch() - 3_600_000).toISOString());
      expect(view().limit).toBe(4);
      const other = new FlowControl(options);
      other.resumed(new Date(clock.epoch() - 1_000).toISOString());
      expect(other.view(0).limit).toBe(1);
    });
  });

  it('is forgotten when nothing has happened for long', () => {
    const permit = permitted();
    clock.pass(5_000);
    expect(flow.isForgettable(1_000, clock.now())).toBe(false);
    end(permit, 'failed');
    expect(flow.isForgettable(1_000, clock.now())).toBe(false);
    clock.pass(1_000);
    expect(flow.isForgettable(1_000, clock.now())).toBe(true);
  });
});
