import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { Keyboard } from './keyboard.js';
import { ADA } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

/** What an administrator does with a directory that is connected, without a mouse. Not a part of .ci/run. */
describe.skipIf(!hasChromium)('by keyboard alone, in a connected directory', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let okta: Okta;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    await rig.app.call('PUT', '/api/v1/roles', {
      roles: [
        { name: 'viewer', display_name: 'Viewer', default: true },
        { name: 'admin', display_name: 'Administrator', privileged: true },
      ],
    });
    okta = new Okta(`${rig.url}/directory/${directory.directoryId}/scim/v2`, directory.secret, new WriteLog());
    await okta.assign(ADA);
    await okta.createGroup('Engineering', [ADA]);
    visit = await rig.open(directory.organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = (): Page => visit.page;
  const keyboard = new Keyboard(page);
  const open = async (path: string) => {
    await page().goto(`/portal/d/${directory.directoryId}${path}`);
    await page().getByRole('tab', { selected: true }).waitFor();
    await expect.poll(() => page().locator('[aria-busy="true"]').count()).toBe(0);
  };
  const said = (text: string | RegExp) => page().getByText(text).first().waitFor();
  const dialog = (name: string) => page().getByRole('dialog', { name });

  it('somebody reads what happened to a person who left', async () => {
    await okta.deactivate(ADA);
    await open('/users?status=inactive');
    await keyboard.enter('Ada Lovelace');
    await expect.poll(async () => (await keyboard.focused()).tag).toBe('H2');
    await keyboard.tabTo('Profile');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await keyboard.hasFocus('Timeline');
    await page()
      .getByRole('list', { name: 'Timeline' })
      .getByText(/user_deleted/)
      .first()
      .waitFor();
    await keyboard.press('Escape');
    await keyboard.hasFocus('Ada Lovelace');
    await okta.assign(ADA);
  });

  it('somebody finds out why a request was refused', async () => {
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: ADA.userName };
    expect((await rig.app.scim(directory, 'POST', 'Users', body)).status).toBe(409);
    await open('/requests');
    await keyboard.tabTo('Outcome');
    await keyboard.choose('Refused only');
    await page().getByRole('row').filter({ hasText: '409' }).waitFor();
    await keyboard.tabTo(/ago$|^now$|in \d/);
    await keyboard.press('Enter');
    await said('Find the user who has this userName');
    await keyboard.press('Escape');
    await page().getByRole('region', { name: 'Request details' }).waitFor({ state: 'detached' });
  });

  it('somebody changes the mapping after a preview, and is asked before leaving', async () => {
    await open('/mapping');
    await keyboard.enter('Edit title');
    await dialog('Edit title').waitFor();
    await keyboard.tabTo('Source 1');
    await keyboard.type('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department');
    // The list of paths closes, the dialog stays.
    await keyboard.press('Escape');
    await keyboard.enter('Apply');
    await dialog('Edit title').waitFor({ state: 'detached' });
    await keyboard.hasFocus('Edit title');
    await keyboard.enter('Preview changes');
    await page()
      .getByRole('region', { name: 'Preview' })
      .getByText(/^1 user changes$/)
      .waitFor();
    await page().evaluate('document.activeElement.blur()');
    await keyboard.enter('Activity');
    await dialog('Leave without saving?').waitFor();
    await keyboard.enter('Stay');
    await keyboard.hasFocus('Activity');
    await keyboard.enter('Save mapping');
    await said('The mapping was saved.');
  });

  it('somebody gives a privileged role, after a question', async () => {
    await open('/roles');
    await keyboard.tabTo('Role for Engineering');
    await keyboard.choose('Administrator');
    await keyboard.enter('Save roles');
    await dialog('Give a privileged role?').waitFor();
    await keyboard.enter('Give Administrator');
    await said('The roles were saved.');
  });

  it('somebody corrects the allowed networks', async () => {
    await open('/settings');
    await keyboard.tabTo('Allowed networks');
    await keyboard.type('127.0.0.0/8\nthe office');
    await keyboard.enter('Save allowed networks');
    await said('Line 2: "the office" is not a network');
    await keyboard.hasFocus('Allowed networks');
    await keyboard.type('127.0.0.0/8');
    await keyboard.enter('Save allowed networks');
    await said('The allowed networks were saved.');
  });

  it('somebody chooses a departure date, and is led to what is missing', async () => {
    await open('/settings');
    await keyboard.tabTo('At once');
    await keyboard.press('ArrowDown');
    await keyboard.enter('Save policy');
    await keyboard.hasFocus('Departure date attribute');
    await keyboard.type('urn:example:2.0:User:lastDay');
    await keyboard.enter('Save policy');
    await said('The policy was saved.');
  });

  it('somebody revokes a token, and deletes the directory', async () => {
    const revoke = `Revoke token ending in ${directory.secret.slice(-4)}`;
    await open('/settings');
    await keyboard.enter(revoke);
    await dialog(revoke).waitFor();
    await keyboard.tabTo(revoke);
    await keyboard.press('Enter');
    await dialog(revoke).waitFor({ state: 'detached' });
    await keyboard.enter('Delete directory');
    await dialog('Delete directory').waitFor();
    await keyboard.tabTo('Keep the users');
    await keyboard.press('ArrowDown');
    await keyboard.tabTo('Type Okta to confirm');
    await keyboard.type('Okta');
    await keyboard.enter('Delete directory');
    await keyboard.heading('Choose your directory provider');
    expect(visit.violations).toEqual([]);
  });
});
