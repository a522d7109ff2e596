import { expect, it } from 'vitest';
import { type PulseView, type SeenAction } from '#persistence';
import { seenChecks } from './seen-checks.js';

const DRAFT = { status: 'DRAFT', total_groups: 0, first_request_at: null, last_synced_at: null } as PulseView;
const at = (minute: number, error: string | null = null) => ({
  at: `2026-01-01T00:0${minute}:00Z`,
  request_id: `r${minute}`,
  error,
});
const states = (actions: SeenAction[], pulse: Partial<PulseView> = {}) =>
  seenChecks(actions, { ...DRAFT, ...pulse }).map(({ state }) => state);
const W = 'waiting';

it('waits for everything at first', () => {
  expect(states([])).toEqual([W, W, W, W, W, W]);
});

it('a wrong token is refused, and nothing is seen', () => {
  const [signedIn] = seenChecks([{ action: 'not_signed_in', done: null, refused: at(1, 'wrong token') }], DRAFT);
  expect(signedIn).toEqual({ id: 'signed_in', state: 'refused', at: at(1).at, request_id: 'r1', error: 'wrong token' });
});

it('a refused request shows that the provider signed in', () => {
  expect(states([{ action: 'create_user', done: null, refused: at(1, 'taken') }])).toEqual([
    'seen',
    W,
    'refused',
    W,
    W,
    W,
  ]);
});

it('the newer of two decides', () => {
  expect(states([{ action: 'create_user', done: at(2), refused: at(1) }])[2]).toBe('seen');
  expect(states([{ action: 'create_user', done: at(1), refused: at(2) }])[2]).toBe('refused');
  const late: SeenAction[] = [
    { action: 'list', done: at(1), refused: null },
    { action: 'not_signed_in', done: null, refused: at(2) },
  ];
  expect(states(late)[0]).toBe('refused');
});

it('what the log has forgotten is remembered by what is there', () => {
  const old = { status: 'COMPLETED', total_groups: 2, first_request_at: 'then', last_synced_at: 'later' };
  expect(states([], old)).toEqual(['seen', 'seen', 'seen', W, W, 'seen']);
});
