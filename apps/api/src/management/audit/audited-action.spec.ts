import { describe, expect, it } from 'vitest';
import { auditedAction, auditedTarget } from './audited-action.js';

describe('what the audit log calls a write', () => {
  it.each([
    ['DirectoriesController', 'enable', 'directory.enable'],
    ['OrganizationsController', 'updateSettings', 'organization.update_settings'],
    ['OAuthClientsController', 'create', 'oauth_client.create'],
    ['ApiKeysController', 'revoke', 'api_key.revoke'],
    ['DeliveriesController', 'retry', 'delivery.retry'],
    ['DirectoryUsersController', 'erase', 'user.erase'],
  ])('%s.%s is %s', (controller, handler, action) => {
    expect(auditedAction(controller, handler).action).toBe(action);
  });

  it('is about what the answer shows, or what the path names last', () => {
    expect(auditedTarget('secret', { plain_secret: 'x', secret: { id: 'sec_1' } }, { directoryId: 'dir_1' })).toBe(
      'sec_1',
    );
    expect(auditedTarget('oauth_client', { client_id: 'sec_2', client_secret: 'x' }, {})).toBe('sec_2');
    expect(auditedTarget('secret', undefined, { directoryId: 'dir_1', secretId: 'sec_3' })).toBe('sec_3');
    expect(auditedTarget('role', undefined, {})).toBeNull();
  });
});
