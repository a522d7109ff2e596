import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

describe.skipIf(!hasChromium)('the settings of a directory', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    await rig.app.user(directory, 'ada@megasoft.example');
    visit = await rig.open(directory.organizationId);
    await visit.page.goto(`/portal/d/${directory.directoryId}/settings`);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = () => visit.page;
  const signsIn = async (secret: string) =>
    (await rig.app.scim({ ...directory, secret }, 'GET', 'Users?count=1')).status;

  const rotate = async (keepFor: string): Promise<string> => {
    await page().getByRole('button', { name: 'Rotate token' }).click();
    const dialog = page().getByRole('dialog', { name: 'Rotate token' });
    await dialog.getByRole('combobox', { name: 'Keep old tokens for' }).selectOption(keepFor);
    await dialog.getByRole('button', { name: 'Create new token' }).click();
    const token = await dialog.getByRole('textbox', { name: 'Token' }).inputValue();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page().content()).not.toContain(token);
    return token;
  };

  it('rotates the token with an overlap, and without one', async () => {
    const second = await rotate('24 hours');
    expect([await signsIn(directory.secret), await signsIn(second)]).toEqual([200, 200]);
    const third = await rotate('0');
    expect([await signsIn(second), await signsIn(third)]).toEqual([401, 200]);
    await page()
      .getByRole('button', { name: `Revoke token ending in ${third.slice(-4)}` })
      .click();
    const dialog = page().getByRole('dialog', { name: `Revoke token ending in ${third.slice(-4)}` });
    await dialog.getByRole('button', { name: /^Revoke token/ }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await signsIn(third)).toBe(401);
  });

  it('names the line that is no network, and saves nothing', async () => {
    const field = page().getByRole('textbox', { name: 'Allowed networks' });
    await field.fill('203.0.113.0/24\nthe office');
    await page().getByRole('button', { name: 'Save allowed networks' }).click();
    await page().getByText('Line 2: "the office" is not a network').waitFor();
    expect((await rig.app.get(`${directory.path}/ip_allowlist`)).body.cidrs).toEqual([]);
    expect(await field.inputValue()).toContain('the office');
    await field.fill('127.0.0.0/8');
    await page().getByRole('button', { name: 'Save allowed networks' }).click();
    await page().getByText('The allowed networks were saved.').waitFor();
    expect((await rig.app.get(`${directory.path}/ip_allowlist`)).body.cidrs).toEqual(['127.0.0.0/8']);
  });

  it('needs an attribute for departure dates', async () => {
    await page().getByRole('radio', { name: 'On the departure date' }).check();
    await page().getByRole('button', { name: 'Save policy' }).click();
    const field = page().getByRole('textbox', { name: 'Departure date attribute' });
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('urn:example:2.0:User:lastDay');
    await page().getByRole('textbox', { name: 'Time zone' }).fill('Europe/Berlin');
    await page().getByRole('textbox', { name: 'Hold when more than' }).fill('25');
    await page().getByRole('button', { name: 'Save policy' }).click();
    await page().getByText('The policy was saved.').waitFor();
    const { policy } = (await rig.app.get(`${directory.path}/policy`)).body;
    expect(policy).toMatchObject({
      departure: 'graceful',
      time_zone: 'Europe/Berlin',
      hold: true,
      mass_leave_limit: 25,
    });
  });

  it('disables and enables the directory', async () => {
    await page().getByRole('button', { name: 'Disable directory' }).click();
    const dialog = page().getByRole('dialog', { name: 'Disable directory' });
    await dialog.getByRole('button', { name: 'Disable directory' }).click();
    await page().getByRole('button', { name: 'Enable directory' }).click();
    await page().getByRole('button', { name: 'Disable directory' }).waitFor();
  });

  it('deletes the directory after a choice and the typed name', async () => {
    await page().getByRole('button', { name: 'Delete directory' }).click();
    const dialog = page().getByRole('dialog', { name: 'Delete directory' });
    const confirm = dialog.getByRole('button', { name: 'Delete directory' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'Deactivate the users' }).check();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Type Okta to confirm' }).fill('Okta');
    await confirm.click();
    await page().getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    const events = await rig.app.events('types=organization.directory.user_deleted', 1);
    expect(events.filter(({ type }) => type === 'organization.directory.user_deleted')).toHaveLength(1);
    expect(visit.violations).toEqual([]);
  });
});
