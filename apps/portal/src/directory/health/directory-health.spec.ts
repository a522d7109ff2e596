import { describe, expect, it } from 'vitest';
import { type Pulse } from '../directory';
import { directoryHealth } from './directory-health';

const quiet = {
  status: 'DRAFT' as Pulse['status'],
  enabled: true,
  full_sync_required: false,
  last_request: null,
  sync: null,
};
const [TESTED, FILLED] = [{ status: 'IN_PROGRESS' }, { status: 'COMPLETED' }] as const;
const at = '2026-01-01T00:00:00Z';
const request = (status: number) => ({ id: 'req_1', at, action: 'test' as const, status, error: null, ip: null });
const progress = { phase: 'applying' as const, seen: 1, total: null };
const sync = (state: NonNullable<Pulse['sync']>['state']) => ({ id: 'sync_1', state, progress });

describe('directoryHealth', () => {
  it.each([
    ['nothing came yet', {}, 'waiting'],
    ['a wrong token came first', { last_request: request(401) }, 'refusing'],
    ['a test came', { ...TESTED, last_request: request(200) }, 'firstRequest'],
    ['somebody was looked for', { ...TESTED, last_request: request(404) }, 'firstRequest'],
    ['a person arrived', { ...FILLED, last_request: request(201) }, 'connected'],
    ['a person is taken', { ...FILLED, last_request: request(409) }, 'connected'],
    ['the token went bad', { ...FILLED, last_request: request(401) }, 'refusing'],
    ['it is off', { ...FILLED, enabled: false, last_request: request(401) }, 'disabled'],
    ['it was off', { ...FILLED, full_sync_required: true }, 'fullSync'],
    ['a sync runs', { ...FILLED, sync: sync('running') }, 'syncing'],
    ['a sync waits for its turn', { sync: sync('queued') }, 'syncing'],
    ['a sync failed', { ...FILLED, sync: sync('failed') }, 'syncFailed'],
    ['a sync waits for a person', { ...FILLED, sync: sync('needs_review') }, 'needsReview'],
    ['a sync found nobody', { ...TESTED, sync: sync('succeeded') }, 'connected'],
    ['a sync found nobody, and the next was canceled', { ...TESTED, sync: sync('canceled') }, 'connected'],
    ['the first sync was canceled', { sync: sync('canceled') }, 'waiting'],
    ['a sync was canceled', { ...FILLED, sync: sync('canceled') }, 'connected'],
  ])('when %s', (_when, seen, state) => {
    expect(directoryHealth({ ...quiet, ...seen }).state).toBe(state);
  });
});
