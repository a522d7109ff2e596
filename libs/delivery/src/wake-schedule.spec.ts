import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from './test-clock.js';
import { WakeSchedule } from './wake-schedule.js';

describe('WakeSchedule', () => {
  let clock: TestClock;
  let here: string[];
  let queued: string[];
  let schedule: WakeSchedule;
  const slow = (lane: 0 | 1, endpointId: string, inMs?: number) =>
    schedule.wake({ lane, endpointId, isSlow: true, at: inMs === undefined ? undefined : clock.epoch() + inMs });
  const fast = (inMs?: number) =>
    schedule.wake({
      lane: 0,
      endpointId: 'ep_1',
      isSlow: false,
      at: inMs === undefined ? undefined : clock.epoch() + inMs,
    });

  beforeEach(() => {
    clock = new TestClock();
    here = [];
    queued = [];
    schedule = new WakeSchedule({
      clock,
      wakeHere: (lane, endpointId) => here.push(`${lane} ${endpointId}`),
      queue: {
        wake: (lane, endpointId) => queued.push(`${lane} ${endpointId} now`),
        wakeAt: (lane, endpointId, at) => queued.push(`${lane} ${endpointId} in ${at - clock.epoch()}`),
      },
    });
  });

  describe('for endpoints that answer', () => {
    it('lets the queue wake a lane, however often', () => {
      fast();
      fast();
      expect([here, queued]).toEqual([[], ['0 ep_1 now', '0 ep_1 now']]);
    });

    it('asks for a later wake-up once, at the earlier of two times', () => {
      for (const ms of [5_000, 4_990, 2_000, 3_000]) fast(ms);
      expect(queued).toEqual(['0 ep_1 in 5000', '0 ep_1 in 2000']);
      clock.pass(2_000);
      fast(1_000);
      expect(queued.at(-1)).toBe('0 ep_1 in 1000');
    });

    it('rounds up: to 10 ms, and to 250 ms behind the next second', () => {
      fast(1_001);
      fast(501);
      expect(queued).toEqual(['0 ep_1 in 1250', '0 ep_1 in 510']);
    });
  });

  describe('for slow endpoints', () => {
    it('wakes one lane after another, deprovisioning first', () => {
      slow(0, 'ep_1');
      slow(0, 'ep_2');
      slow(1, 'ep_3');
      clock.pass(1);
      expect(here).toEqual(['1 ep_3']);
      clock.pass(120);
      expect(here).toEqual(['1 ep_3', '0 ep_1', '0 ep_2']);
      expect(queued).toEqual([]);
    });

    it('spreads many over two seconds', () => {
      for (let n = 0; n < 400; n++) slow(0, `ep_${n}`);
      clock.pass(100);
      expect(here.length).toBeLessThan(60);
      clock.pass(30_000);
      expect(new Set(here).size).toBe(400);
    });

    it('wakes a lane when it is due, once, at the earlier of two times', () => {
      slow(0, 'ep_1', 5_000);
      slow(0, 'ep_1', 1_000);
      slow(0, 'ep_2', 3_000);
      clock.pass(999);
      expect(here).toEqual([]);
      clock.pass(2);
      expect(here).toEqual(['0 ep_1']);
      clock.pass(10_000);
      expect(here).toEqual(['0 ep_1', '0 ep_2']);
    });

    it('leaves what is more than a minute away to the queue', () => {
      slow(0, 'ep_1', 61_000);
      expect(queued).toEqual(['0 ep_1 in 61000']);
    });

    it('wakes at once although a later wake-up is known', () => {
      slow(0, 'ep_1', 61_000);
      slow(0, 'ep_1', 5_000);
      slow(0, 'ep_1');
      clock.pass(1);
      expect(here).toEqual(['0 ep_1']);
    });

    it('keeps its pace whatever comes in between, and hands over what is left', () => {
      for (let n = 0; n < 10; n++) {
        slow(0, `ep_${n}`);
        clock.pass(2);
      }
      expect(here.length).toBeLessThanOrEqual(2);
      slow(0, 'ep_later', 30_000);
      schedule.stop();
      expect(queued.length + here.length).toBe(11);
      expect(queued.at(-1)).toContain('0 ep_later in 30');
    });

    it('lets the queue wake once it is stopped', () => {
      schedule.stop();
      slow(0, 'ep_1');
      clock.pass(1_000);
      expect([here, queued]).toEqual([[], ['0 ep_1 now']]);
    });
  });
});
