import { describe, expect, it } from 'vitest';
import { toProfile } from './profile.js';
import { announceUser } from './user-event.js';
import { type UserRecord } from './user.js';

const scope = { organizationId: 'org_1', directoryId: 'dir_1' };

function userOf(facts: Partial<UserRecord>, attributes: Record<string, unknown> = {}): UserRecord {
  const active = facts.active ?? true;
  const resource = { userName: 'ann', ...attributes, active };
  return {
    id: 'diruser_1',
    resource,
    profile: toProfile(resource),
    externalId: null,
    active,
    announced: true,
    announcedProfile: null,
    version: 1,
    revision: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    deletedAt: null,
    groups: [],
    previousGroups: null,
    ...facts,
  };
}

describe('user_deleted', () => {
  it('names everything that differs from the event before, the groups that went with the user included', () => {
    const before = userOf({ groups: [{ id: 'dirgroup_1', name: 'Engineering' }] }, { title: 'Engineer' });
    const after = userOf({ active: false, deletedAt: '2026-01-02T00:00:00.000Z' }, { title: 'Architect' });
    expect(announceUser(before, after, scope, { on_deactivate: 'delete_event' })).toMatchObject({
      type: 'organization.directory.user_deleted',
      data: { active: false, groups: [], reason: 'deleted' },
      previousAttributes: {
        active: true,
        title: 'Engineer',
        groups: [{ id: 'dirgroup_1', name: 'Engineering', display_name: 'Engineering' }],
      },
    });
  });
});
