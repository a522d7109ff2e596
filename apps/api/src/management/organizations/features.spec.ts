import { expect, it } from 'vitest';
import { withFeatures } from './features.js';

it('takes the three names of directory sync for one, the last word counts', () => {
  const changes = [
    { name: 'scim', enabled: true },
    { name: 'directory_sync', enabled: false },
  ];
  expect(withFeatures([{ name: 'dir_sync', enabled: true }], changes)).toEqual([{ name: 'dir_sync', enabled: false }]);
});

it('keeps what is not named, and the features of sign-in beside it', () => {
  expect(withFeatures([{ name: 'dir_sync', enabled: true }], [{ name: 'sso', enabled: true }])).toEqual([
    { name: 'dir_sync', enabled: true },
    { name: 'sso', enabled: true },
  ]);
});
