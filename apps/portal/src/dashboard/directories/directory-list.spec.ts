import { describe, expect, it } from 'vitest';
import { type ListedDirectory, listedState } from './directory-list';

const directory = (status: ListedDirectory['status'], over: Partial<ListedDirectory> = {}) => ({
  status,
  health: status === 'COMPLETED' ? ('ok' as const) : ('waiting' as const),
  full_sync_required: false,
  directory_type: 'SCIM' as const,
  ...over,
});

describe('a list says of a directory', () => {
  it.each([
    ['that nothing came yet', directory('DRAFT'), 'waiting'],
    ['that only a test came', directory('IN_PROGRESS'), 'first_request'],
    ['that somebody is there', directory('COMPLETED'), 'ok'],
    ['that a sync found nobody', directory('IN_PROGRESS', { health: 'ok', directory_type: 'POLL' }), 'ok'],
    ['that changes were missed', directory('COMPLETED', { full_sync_required: true }), 'full_sync'],
    ['that it refuses, first', directory('IN_PROGRESS', { health: 'refusing', full_sync_required: true }), 'refusing'],
    ['that it is off', directory('COMPLETED', { health: 'disabled' }), 'disabled'],
  ])('%s', (_what, listed, state) => {
    expect(listedState(listed)).toBe(state);
  });
});
