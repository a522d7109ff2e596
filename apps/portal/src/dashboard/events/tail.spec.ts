import { describe, expect, it } from 'vitest';
import { type FeedEvent } from './event';
import { withNewer } from './tail';

const event = (id: string): FeedEvent => ({
  id,
  type: 'organization.directory.user_created',
  occurred_at: '2026-01-01T00:00:00.000Z',
  organization_id: null,
  sequence: null,
  object: 'DirectoryUser',
  data: {},
});
const ids = (events: readonly FeedEvent[]) => events.map(({ id }) => id).join(' ');

describe('withNewer', () => {
  it('puts what the feed read last on top', () =>
    expect(ids(withNewer([event('1')], [event('2'), event('3')]))).toBe('3 2 1'));
  it('shows an event once that was read twice', () =>
    expect(ids(withNewer([event('2'), event('1')], [event('2'), event('3')]))).toBe('3 2 1'));
  it('is the same list while nothing came', () => {
    const kept = [event('1')];
    expect(withNewer(kept, [])).toBe(kept);
  });
});
