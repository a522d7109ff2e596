import { describe, expect, it } from 'vitest';
import { type SetEvent } from './set-event.js';
import { type EventEnvelope, type StreamRecipient, tokenClaims } from './token-claims.js';

const ISSUER = 'https://rollcall.example';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type';
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type';
const STREAM: StreamRecipient = { id: 'ep_1', audience: 'https://app.example', subjectFormat: 'iss_sub' };
const BY_ADDRESS: StreamRecipient = { ...STREAM, subjectFormat: 'email' };

const EVENT: EventEnvelope = {
  id: 'evt_1',
  type: 'organization.directory.user_updated',
  occurred_at: '2026-11-27T17:00:01.904Z',
  organization_id: 'org_1',
  data: {
    id: 'diruser_1',
    directory_id: 'dir_1',
    email: 'ada@new.test',
    groups: [{ id: 'dirgroup_1', name: 'Engineering', display_name: 'Engineering' }],
    roles: [{ role_name: 'developer' }],
  },
  previous_attributes: { email: 'ada@old.test' },
};

const claims = (name: SetEvent, data: object = {}, recipient = STREAM) =>
  tokenClaims({ ...EVENT, data: { ...EVENT.data, ...data } }, name, recipient, ISSUER, new Date(1_800_000_000_500));

describe('tokenClaims', () => {
  it('makes the whole of a token, without sub and exp', () => {
    expect(claims('session-revoked', { reason: 'deleted' })).toEqual({
      iss: ISSUER,
      aud: 'https://app.example',
      iat: 1_800_000_000,
      jti: 'evt_1.session-revoked',
      txn: 'evt_1',
      sub_id: { format: 'iss_sub', iss: ISSUER, sub: 'diruser_1' },
      organization_id: 'org_1',
      directory_id: 'dir_1',
      events: {
        [`${CAEP}/session-revoked`]: {
          event_timestamp: 1_795_798_801,
          initiating_entity: 'admin',
          reason_admin: { en: 'The identity provider has deleted the person.' },
        },
      },
    });
  });

  it.each([
    ['departed', 'policy'],
    ['policy', 'policy'],
    ['deactivated', 'admin'],
    ['deleted', 'admin'],
    ['directory_deleted', 'admin'],
    [undefined, 'admin'],
  ])('says who is behind the reason %s', (reason, initiating_entity) => {
    expect(claims('session-revoked', { reason }).events[`${CAEP}/session-revoked`]).toMatchObject({
      initiating_entity,
      reason_admin: { en: expect.stringMatching(/^\w.+\.$/) },
    });
  });

  it('lists the names of all groups and roles', () => {
    expect(claims('token-claims-change').events).toEqual({
      [`${CAEP}/token-claims-change`]: {
        claims: { groups: ['Engineering'], roles: ['developer'] },
        event_timestamp: 1_795_798_801,
        initiating_entity: 'admin',
        reason_admin: { en: expect.any(String) },
      },
    });
  });

  it.each(['account-disabled', 'account-enabled'] as const)('says nothing more with %s', (name) => {
    expect(claims(name).events).toEqual({ [`${RISC}/${name}`]: {} });
  });

  it.each([[STREAM], [BY_ADDRESS]])('names the old address where it changes', (recipient) => {
    expect(claims('identifier-changed', {}, recipient)).toMatchObject({
      sub_id: { format: 'email', email: 'ada@old.test' },
      events: { [`${RISC}/identifier-changed`]: { 'new-value': 'ada@new.test' } },
    });
  });

  it('names the person by the address where the receiver wants it and there is one', () => {
    expect(claims('account-disabled', {}, BY_ADDRESS).sub_id).toEqual({ format: 'email', email: 'ada@new.test' });
    for (const email of [null, '', undefined]) {
      expect(claims('account-disabled', { email }, BY_ADDRESS).sub_id).toMatchObject({ format: 'iss_sub' });
    }
  });

  it('is about the stream where it says something of it', () => {
    const sub_id = { format: 'opaque', id: 'ep_1' };
    expect(claims('verification')).toMatchObject({ sub_id, events: { [`${SSF}/verification`]: {} } });
    expect(claims('verification').events[`${SSF}/verification`]).toEqual({});
    expect(claims('verification', { state: 'abc' }).events).toEqual({ [`${SSF}/verification`]: { state: 'abc' } });
    expect(claims('stream-updated', { status: 'paused' })).toMatchObject({
      sub_id,
      events: { [`${SSF}/stream-updated`]: { status: 'paused' } },
    });
  });
});
