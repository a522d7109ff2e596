import { describe, expect, it } from 'vitest';
import { type ListedUser, toUser } from './scalekit-user.js';

const LISTED: ListedUser = {
  id: 'diruser_53891546960887884',
  email: 'ada@example.com',
  preferredUsername: 'ada',
  givenName: 'Ada',
  familyName: 'Lovelace',
  emails: ['ada@example.com', 'ada@home.example'],
  groups: [{ id: 'dirgroup_1' }],
};

describe('toUser', () => {
  it('makes a user of the list alone, active where nothing says otherwise', () => {
    expect(toUser(LISTED)).toEqual({
      id: LISTED.id,
      groupIds: ['dirgroup_1'],
      resource: {
        userName: 'ada',
        name: { givenName: 'Ada', familyName: 'Lovelace' },
        emails: [{ value: 'ada@example.com', primary: true }, { value: 'ada@home.example' }],
      },
    });
  });

  it('takes the normalized profile of the detail', () => {
    const user = toUser({
      ...LISTED,
      userDetail: { active: false, dp_id: '00u1', title: 'Countess', department: 'Engines' },
    });
    expect(user).toMatchObject({
      resource: {
        userName: 'ada',
        externalId: '00u1',
        active: false,
        title: 'Countess',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Engines' },
      },
    });
  });

  it('prefers what the identity provider sent, and the word of the detail on who is active', () => {
    const sent = { userName: 'ada.l', displayName: 'Ada L', externalId: '00u1', active: true };
    const user = toUser({ ...LISTED, userDetail: { active: false, title: 'Countess', raw_attributes: sent } });
    expect(user).toEqual({
      id: LISTED.id,
      groupIds: ['dirgroup_1'],
      resource: { userName: 'ada.l', displayName: 'Ada L', externalId: '00u1', active: false },
    });
    expect(toUser({ ...LISTED, userDetail: sent })).toMatchObject({ resource: sent });
  });

  it.each([
    [{ ...LISTED, id: 'usr_1' }, /its id/],
    [{ ...LISTED, id: `diruser_${'1'.repeat(29)}` }, /36 characters/],
    [{ ...LISTED, email: '', preferredUsername: '' }, /userName/],
  ])('says what is wrong with %o', (listed, problem) => {
    expect(toUser(listed).problem).toMatch(problem);
  });
});
