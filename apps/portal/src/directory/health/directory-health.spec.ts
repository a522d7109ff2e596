import { describe, expect, it } from 'vitest';
import { type Pulse } from '../directory';
import { directoryHealth } from './directory-health';

const quiet = {
  enabled: true,
  full_sync_required: false,
  first_request_at: null,
  last_request: null,
  total_users: 0,
  total_groups: 0,
  sync: null,
};
const at = '2026-01-01T00:00:00Z';
const request = (status: number) => ({ id: 'req_1', at, action: 'test' as const, status, error: null, ip: null });
const progress = { phase: 'applying' as const, seen: 1, total: null };
const sync = (state: NonNullable<Pulse['sync']>['state']) => ({ id: 'sync_1', state, progress });

describe('directoryHealth', () => {
  it.each([
    ['nothing came yet', {}, 'waiting'],
    ['a wrong token came first', { last_request: request(401) }, 'refusing'],
    ['a test came', { first_request_at: at, last_request: request(200) }, 'firstRequest'],
    ['somebody was looked for', { first_request_at: at, last_request: request(404) }, 'firstRequest'],
    ['a person arrived', { first_request_at: at, last_request: request(201), total_users: 1 }, 'connected'],
    ['a person is taken', { first_request_at: at, last_request: request(409), total_users: 1 }, 'connected'],
    ['the token went bad', { first_request_at: at, last_request: request(401), total_users: 9 }, 'refusing'],
    ['it is off', { enabled: false, last_request: request(401), total_users: 9 }, 'disabled'],
    ['it was off', { full_sync_required: true, total_users: 9 }, 'fullSync'],
    ['a sync runs', { sync: sync('running'), total_users: 9 }, 'syncing'],
    ['a sync waits for its turn', { sync: sync('queued') }, 'syncing'],
    ['a sync failed', { sync: sync('failed'), total_users: 9 }, 'syncFailed'],
    ['a sync waits for a person', { sync: sync('needs_review'), total_users: 9 }, 'needsReview'],
    ['a sync found nobody', { sync: sync('succeeded') }, 'connected'],
    ['a sync was canceled', { sync: sync('canceled'), total_users: 9 }, 'connected'],
  ])('when %s', (_when, seen, state) => {
    expect(directoryHealth({ ...quiet, ...seen }).state).toBe(state);
  });
});
