import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

describe.skipIf(!hasChromium)('a connected directory', () => {
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

  const page = () => visit.page;
  const open = (path: string) => page().goto(`/portal/d/${directory.directoryId}${path}`);
  const row = (text: string) => page().getByRole('row').filter({ hasText: text });

  it('shows who arrives without a reload, whatever the name is', async () => {
    await open('/users');
    await page().getByRole('table', { name: 'Users' }).waitFor();
    await row('Ada Lovelace').waitFor();
    await okta.assign(HOSTILE);
    await row('<img src=x onerror=alert(1)>').waitFor({ timeout: 5_000 });
    expect(await page().locator('img[src="x"]').count()).toBe(0);
  });

  it('finds people by the beginning of the user name and by state, in the address', async () => {
    await page().getByRole('searchbox', { name: 'Search users' }).fill('ada@');
    await expect.poll(() => row('onerror').count()).toBe(0);
    await row('Ada Lovelace').waitFor();
    expect(page().url()).toContain('search=ada');
    await page().getByRole('combobox', { name: 'Status' }).selectOption('Inactive');
    await page().getByText('Nothing matches.').waitFor();
    await page().getByRole('combobox', { name: 'Status' }).selectOption('All');
    await page().getByRole('searchbox', { name: 'Search users' }).fill('');
    await row('onerror').waitFor();
  });

  it('tells the story of a person', async () => {
    await okta.deactivate(ADA);
    await expect.poll(() => row('Ada Lovelace').textContent()).toContain('Inactive');
    await page().getByRole('link', { name: 'Ada Lovelace' }).click();
    await page().getByRole('tab', { name: 'What Okta sent' }).click();
    await page().getByText('"userName"').waitFor();
    await page().getByRole('tab', { name: 'Timeline' }).click();
    const story = page().getByRole('list', { name: 'Timeline' });
    await expect.poll(() => story.textContent(), { timeout: 5_000 }).toContain('user_deleted');
    await page().keyboard.press('Escape');
    await expect.poll(() => page().evaluate('document.activeElement?.textContent')).toBe('Ada Lovelace');
    await okta.assign(ADA);
  });

  it('explains a refusal in the words of the guide', async () => {
    const reply = await rig.app.scim(directory, 'POST', 'Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: ADA.userName,
    });
    expect(reply.status).toBe(409);
    await open('/requests');
    await page().getByRole('combobox', { name: 'Outcome' }).selectOption('Refused only');
    await row('409').getByRole('link').click();
    const details = page().getByRole('region', { name: 'Request details' });
    await details.getByText('Find the user who has this userName').waitFor();
    for (const name of ['What happened', 'What to do', 'Request', 'Response']) {
      expect(await details.getByRole('heading', { name, exact: true }).count()).toBe(1);
    }
    expect(await details.textContent()).not.toContain(ADA.userName);
  });

  it('shows a change of the mapping before it is saved', async () => {
    await open('/mapping');
    await page().getByRole('button', { name: 'Use Okta preset' }).click();
    await page().getByRole('button', { name: 'Discard changes' }).click();
    await page().getByRole('button', { name: 'Edit title' }).click();
    const dialog = page().getByRole('dialog', { name: 'Edit title' });
    await dialog.getByLabel('Source 1').fill('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page().getByRole('button', { name: 'Preview changes' }).click();
    const preview = page().getByRole('region', { name: 'Preview' });
    await preview.getByText(/^\d+ users? changes?$/).waitFor();
    await preview.getByText('Countess').waitFor();
    await page().getByRole('link', { name: 'Activity' }).click();
    const leave = page().getByRole('dialog', { name: 'Leave without saving?' });
    await leave.getByRole('button', { name: 'Stay' }).click();
    await page().getByRole('button', { name: 'Save mapping' }).click();
    await page().getByText('The mapping was saved.').waitFor();
    const { body } = await rig.app.get(`${directory.path}/attributes`);
    expect(body.attribute_mappings.attributes).toMatchObject([{ key: 'title' }]);
  });

  it('asks before a privileged role is given', async () => {
    await open('/roles');
    const role = page().getByRole('combobox', { name: 'Role for Engineering' });
    await role.waitFor();
    expect(await role.locator('option').allTextContents()).toEqual(['No role', 'Viewer', 'Administrator']);
    await role.selectOption('Administrator');
    await page().getByRole('button', { name: 'Save roles' }).click();
    const dialog = page().getByRole('dialog', { name: 'Give a privileged role?' });
    await dialog.getByRole('button', { name: 'Give Administrator' }).click();
    await page().getByText('The roles were saved.').waitFor();
    await page().getByRole('button', { name: 'Add rule' }).click();
    const rules = page().getByRole('table', { name: 'Group rules' });
    await rules.getByRole('textbox', { name: 'Name of rule 1' }).fill('Sales');
    await rules.getByRole('textbox', { name: 'Filter of rule 1' }).fill('department eq "Sales"');
    await rules.getByRole('textbox', { name: 'Group of rule 1' }).fill('Sellers');
    await page().getByRole('button', { name: 'Save rules' }).click();
    await page().getByText('The rules were saved.').waitFor();
  });

  it('shows groups and their members', async () => {
    await open('/groups');
    await row('Engineering').waitFor();
    await page().getByRole('searchbox', { name: 'Search groups' }).fill('sell');
    await row('Sellers').waitFor();
    await expect.poll(() => row('Engineering').count()).toBe(0);
  });

  it('shows nothing of another organization', async () => {
    const other = await rig.app.directory();
    await page().goto(`/portal/d/${other.directoryId}/users`);
    await page().getByRole('heading', { name: 'Not found' }).waitFor();
    expect(visit.violations).toEqual([]);
  });

  it('ends when the link is revoked', async () => {
    await open('/users');
    await row('Ada Lovelace').waitFor();
    await rig.app.delete(`organizations/${directory.organizationId}/portal_links/${rig.lastLinkId}`);
    await page().getByRole('dialog', { name: 'Your session has ended' }).waitFor({ timeout: 5_000 });
  });
});
