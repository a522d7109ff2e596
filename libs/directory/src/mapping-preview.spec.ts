import { expect, it } from 'vitest';
import { previewMapping } from './mapping-preview.js';
import { toProfile } from './profile.js';

const resource = { schemas: [], userName: 'ada@example.com', title: 'Countess', nickName: 'Ada' };
const user = { resource, profile: toProfile(resource) };

it('says what would change, and changes nothing', () => {
  const preview = previewMapping([
    { key: 'title', map_to: 'nickName' },
    { key: 'custom_attributes.badge', map_to: 'title', transforms: ['lower'] },
  ])(user);
  expect(preview.changed).toEqual(['title', 'custom_attributes.badge']);
  expect(preview.before).toMatchObject({ title: 'Countess', custom_attributes: {} });
  expect(preview.after).toMatchObject({ title: 'Ada', custom_attributes: { badge: 'countess' } });
  expect(preview.after).not.toHaveProperty('roles');
  expect(user.profile.title).toBe('Countess');
});

it('is empty where the mapping says what is so already', () => {
  expect(previewMapping([{ key: 'title', map_to: 'title' }])(user).changed).toEqual([]);
});
