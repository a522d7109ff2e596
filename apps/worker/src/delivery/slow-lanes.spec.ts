import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SlowLanes } from './slow-lanes.js';

let drained: string[];
let lanes: SlowLanes;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  drained = [];
  lanes = new SlowLanes((lane, endpointId) => drained.push(`${lane} ${endpointId}`));
});
afterEach(() => {
  lanes.stop();
  vi.useRealTimers();
});

it('looks at one lane after another, deprovisioning first', async () => {
  lanes.look(0, 'ep_1');
  lanes.look(0, 'ep_2');
  lanes.look(1, 'ep_3');
  await vi.advanceTimersByTimeAsync(1);
  expect(drained).toEqual(['1 ep_3']);
  await vi.advanceTimersByTimeAsync(120);
  expect(drained).toEqual(['1 ep_3', '0 ep_1', '0 ep_2']);
});

it('spreads many over two seconds', async () => {
  for (let n = 0; n < 400; n++) lanes.look(0, `ep_${n}`);
  await vi.advanceTimersByTimeAsync(100);
  expect(drained.length).toBeLessThan(60);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(new Set(drained).size).toBe(400);
});

it('looks at a lane when it is due, once, at the earlier of two times', async () => {
  lanes.look(0, 'ep_1', Date.now() + 5_000);
  lanes.look(0, 'ep_1', Date.now() + 1_000);
  lanes.look(0, 'ep_2', Date.now() + 3_000);
  await vi.advanceTimersByTimeAsync(999);
  expect(drained).toEqual([]);
  await vi.advanceTimersByTimeAsync(2);
  expect(drained).toEqual(['0 ep_1']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(drained).toEqual(['0 ep_1', '0 ep_2']);
});

it('keeps its pace whatever comes in between, and hands over what is left', async () => {
  for (let n = 0; n < 10; n++) {
    lanes.look(0, `ep_${n}`);
    await vi.advanceTimersByTimeAsync(2);
  }
  expect(drained.length).toBeLessThanOrEqual(2);
  expect(lanes.stop().length + drained.length).toBe(10);
});
