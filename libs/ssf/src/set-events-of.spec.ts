import { describe, expect, it } from 'vitest';
import { EVENTS_SUPPORTED, SET_EVENTS } from './set-event.js';
import { requestedSetEvents, setEventsOf } from './set-events-of.js';

const user = { id: 'diruser_1', email: 'ada@acme.test', active: true, version: 4, groups: [], roles: [] };
const event = (kind: string, data: object = {}, previousAttributes?: Record<string, unknown>) => ({
  type: `organization.directory.${kind}`,
  data: { ...user, ...data },
  previousAttributes,
});

describe('setEventsOf', () => {
  it.each([
    ['a deleted user', event('user_deleted', { active: false, reason: 'deleted' }, { active: true, groups: [{}] })],
    ['a user who became inactive', event('user_updated', { active: false }, { active: true })],
  ])('ends sessions and disables the account of %s, in this order', (_who, given) => {
    expect(setEventsOf(given)).toEqual(['session-revoked', 'account-disabled']);
  });

  it.each([
    ['a user who is active again', event('user_updated', {}, { active: false })],
    ['a user who was gone and is created again', event('user_created', { version: 5 })],
  ])('enables the account of %s', (_who, given) => {
    expect(setEventsOf(given)).toEqual(['account-enabled']);
  });

  it('tells of an address that another one has replaced, before anything else', () => {
    const address = { email: 'ada@old.test' };
    expect(setEventsOf(event('user_updated', {}, address))).toEqual(['identifier-changed']);
    const leaves = ['identifier-changed', 'session-revoked', 'account-disabled'];
    expect(setEventsOf(event('user_updated', { active: false }, { ...address, active: true }))).toEqual(leaves);
    expect(setEventsOf(event('user_deleted', { active: false }, { ...address, active: true }))).toEqual(leaves);
  });

  it.each([
    ['that is new', {}, null],
    ['that is gone', { email: null }, 'ada@old.test'],
  ])('tells of no address %s', (_what, data, before) => {
    expect(setEventsOf(event('user_updated', data, { email: before }))).toEqual([]);
  });

  it.each([['groups'], ['roles']])('tells of other %s', (name) => {
    expect(setEventsOf(event('user_updated', {}, { [name]: [] }))).toEqual(['token-claims-change']);
  });

  it('tells of everything in one event', () => {
    const before = { email: 'ada@old.test', active: false, roles: [], title: 'Countess' };
    expect(setEventsOf(event('user_updated', {}, before))).toEqual([
      'identifier-changed',
      'account-enabled',
      'token-claims-change',
    ]);
  });

  it.each([
    ['a new user', event('user_created', { version: 1 })],
    ['another title', event('user_updated', {}, { title: 'Countess' })],
    ['a present state', event('user_updated')],
    ['a group', event('group_updated', {}, { display_name: 'x' })],
    ['a member', event('group_member_added')],
    ['a directory', event('sync_started')],
  ])('says nothing of %s', (_what, given) => {
    expect(setEventsOf(given)).toEqual([]);
  });
});

describe('requestedSetEvents', () => {
  const deleted = event('user_deleted', { active: false }, { active: true });

  it('keeps what the receiver asked for, and everything where it asked for nothing', () => {
    expect(requestedSetEvents(deleted, [])).toEqual(['session-revoked', 'account-disabled']);
    expect(requestedSetEvents(deleted, [SET_EVENTS['session-revoked'], 'https://other.example'])).toEqual([
      'session-revoked',
    ]);
    expect(requestedSetEvents(deleted, ['https://other.example'])).toEqual([]);
  });

  it('offers the events of CAEP and RISC', () => {
    expect(EVENTS_SUPPORTED).toEqual([
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
      'https://schemas.openid.net/secevent/caep/event-type/token-claims-change',
      'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
      'https://schemas.openid.net/secevent/risc/event-type/account-enabled',
      'https://schemas.openid.net/secevent/risc/event-type/identifier-changed',
    ]);
  });
});
