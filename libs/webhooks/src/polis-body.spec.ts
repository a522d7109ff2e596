import { describe, expect, it } from 'vitest';
import { polisBody } from './polis-body.js';

const scope = { tenant: 'acme', product: 'crm' };
const user = {
  id: 'diruser_1',
  directory_id: 'dir_1',
  given_name: 'Ada',
  family_name: 'Lovelace',
  email: 'ada@acme.test',
  active: true,
  raw_attributes: { userName: 'ada' },
};
const group = { id: 'dirgroup_1', directory_id: 'dir_1', display_name: 'Engineering', raw_attributes: {} };
const polisUser = {
  id: 'diruser_1',
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@acme.test',
  active: true,
  raw: { userName: 'ada' },
};
const polisGroup = { id: 'dirgroup_1', name: 'Engineering', raw: {} };

describe('polisBody', () => {
  it.each([
    ['user_created', 'user.created', user, polisUser],
    ['user_updated', 'user.updated', user, polisUser],
    ['user_deleted', 'user.deleted', { ...user, active: false }, { ...polisUser, active: false }],
    ['group_created', 'group.created', group, polisGroup],
    ['group_updated', 'group.updated', group, polisGroup],
    ['group_deleted', 'group.deleted', group, polisGroup],
    [
      'group_member_added',
      'group.user_added',
      { directory_id: 'dir_1', user, group },
      { ...polisUser, group: polisGroup },
    ],
    [
      'group_member_removed',
      'group.user_removed',
      { directory_id: 'dir_1', user, group },
      { ...polisUser, group: polisGroup },
    ],
  ])('words %s as %s', (type, event, data, expected) => {
    expect(polisBody({ type: `organization.directory.${type}`, data }, scope)).toEqual({
      event,
      ...scope,
      directory_id: 'dir_1',
      data: expected,
    });
  });

  it('reads a group by its name too', () => {
    const data = { directory_id: 'dir_1', user, group: { id: 'dirgroup_1', name: 'Engineering' } };
    const body = polisBody({ type: 'organization.directory.group_member_added', data }, scope);
    expect(body?.data.group).toEqual(polisGroup);
  });

  it.each(['organization.directory_enabled', 'organization.directory.sync_started', 'rollcall.test'])(
    'has no word for %s',
    (type) => {
      expect(polisBody({ type, data: {} }, scope)).toBeUndefined();
    },
  );
});
