import { describe, expect, it } from 'vitest';
import { eraseEventBody } from './erasure.js';

const envelope = { spec_version: '1', id: 'evt_1', object: 'DirectoryUser', sequence: 4 };

describe('eraseEventBody', () => {
  it('leaves of a user event which record it was and what became of it', () => {
    const body = JSON.stringify({
      ...envelope,
      data: {
        id: 'diruser_1',
        email: 'ada@example.com',
        raw_attributes: { userName: 'ada' },
        active: false,
        version: 3,
      },
      previous_attributes: { title: 'Countess' },
    });
    const erased = eraseEventBody(body);
    expect(JSON.parse(erased)).toEqual({
      ...envelope,
      data: { id: 'diruser_1', active: false, version: 3, erased: true },
    });
    expect(eraseEventBody(erased)).toBe(erased);
  });

  it('leaves of a denial that somebody was denied', () => {
    const denial = { ...envelope, type: 'rollcall.gate.denied', object: 'Directory' };
    const data = { id: 'gate_1', change: 'activate', user_id: 'diruser_1' };
    const body = JSON.stringify({ ...denial, data: { ...data, external_id: 'ada', reason: 'Ada has no seat' } });
    const erased = eraseEventBody(body);
    expect(JSON.parse(erased)).toEqual({
      ...denial,
      data: { ...data, external_id: null, reason: 'erased' },
    });
    expect(eraseEventBody(erased)).toBe(erased);
  });

  it('leaves of a member only the id, and of a group everything', () => {
    const group = { ...envelope, object: 'DirectoryGroup', data: { id: 'dirgroup_1', display_name: 'Engineering' } };
    expect(eraseEventBody(JSON.stringify(group))).toBe(JSON.stringify(group));
    const member = {
      ...group,
      data: { ...group.data, user: { id: 'diruser_1', email: 'ada@example.com', name: 'Ada' } },
    };
    expect(JSON.parse(eraseEventBody(JSON.stringify(member))).data).toEqual({
      ...group.data,
      user: { id: 'diruser_1' },
    });
  });
});
