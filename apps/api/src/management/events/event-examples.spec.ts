import { expect, it } from 'vitest';
import { toProfile } from '#directory';
import { type ScimResource } from '#scim';
import { eventExample } from './event-examples.js';

it('the user of the examples is what Rollcall makes of its raw_attributes', () => {
  const data = eventExample('organization.directory.user_updated')['data'] as Record<string, unknown>;
  const { roles, ...profile } = toProfile(data['raw_attributes'] as ScimResource);
  expect(roles).toEqual([]);
  expect(data).toMatchObject(profile);
});
