import { describe, expect, it } from 'vitest';
import { type Resend } from '../endpoints/endpoint';
import { isOver, progressOf, stateOf } from './resend';

const resend = (more: Partial<Resend>): Resend => ({
  id: 'rsd_1',
  kind: 'replay',
  state: 'sending',
  endpoint_id: 'ep_1',
  directory_id: null,
  expected: 4,
  deliveries: 4,
  delivered: 0,
  failed: 0,
  waiting: 4,
  created_at: '2026-01-01T00:00:00.000Z',
  finished_at: null,
  ...more,
});

describe('a resend', () => {
  it('goes on while what was queued is on its way', () => {
    const queued = resend({ state: 'done', delivered: 3, waiting: 1 });
    expect([isOver(queued), progressOf(queued), stateOf(queued)]).toEqual([false, 75, 'finishing']);
  });
  it('ends at 100 once nothing waits, failures included', () => {
    const over = resend({ state: 'done', delivered: 3, failed: 1, waiting: 0 });
    expect([isOver(over), progressOf(over), stateOf(over)]).toEqual([true, 100, 'done']);
  });
  it('has sent nothing of what is not counted yet', () =>
    expect(progressOf(resend({ state: 'starting', expected: 0, waiting: 0 }))).toBe(0));
});
