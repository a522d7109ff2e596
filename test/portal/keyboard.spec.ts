import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { Keyboard } from './keyboard.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig } from './portal-rig.js';

describe.skipIf(!hasChromium)('by keyboard alone', () => {
  let rig: PortalRig;
  let visit: Visit;
  let organizationId: string;
  let directoryId: string;
  let token: string;

  beforeAll(async () => {
    rig = await PortalRig.start();
    organizationId = await rig.organization();
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = (): Page => visit.page;
  const keyboard = new Keyboard(page);

  it('an administrator uses the link', async () => {
    const path = `/api/v1/organizations/${organizationId}/portal_links`;
    const { location } = (await rig.app.call('PUT', path, { expires_in: '1h' })).body.link;
    visit = await Visit.begin(rig.url);
    await page().goto(location);
    await keyboard.enter('Continue');
    await page().getByRole('navigation', { name: 'Portal' }).waitFor();
  });

  it('chooses a provider, and gets a token', async () => {
    await page().getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    await keyboard.press('/');
    await page().keyboard.type('okt');
    await expect.poll(() => page().getByRole('list').getByRole('button').allTextContents()).toEqual(['Okta']);
    await keyboard.tabTo('Okta');
    await keyboard.press('Enter');
    await keyboard.heading('Connect Okta');
    directoryId = /\/d\/(dir_\w+)\//.exec(page().url())![1]!;
    await keyboard.enter('Copy endpoint URL');
    await expect.poll(() => page().evaluate('navigator.clipboard.readText()')).toContain(`/directory/${directoryId}/`);
    await keyboard.enter('Create token');
    const field = page().getByRole('textbox', { name: 'Token', exact: true });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    token = await field.inputValue();
    const download = page().waitForEvent('download');
    await keyboard.enter('Download credentials');
    await download;
    await keyboard.tabTo('I have saved the token');
    await keyboard.press('Space');
    const next = page().getByRole('button', { name: 'Next', exact: true });
    await expect.poll(() => next.isEnabled()).toBe(true);
  });

  it('walks through the steps, ticks one, and finishes', async () => {
    const okta = new Okta(`${rig.url}/directory/${directoryId}/scim/v2`, token, new WriteLog());
    for (const person of [ADA, HOSTILE]) await okta.assign(person);
    await page().locator('body').focus();
    for (const step of ['configure', 'test', 'mapping', 'roles']) {
      await keyboard.tabTo('Next');
      await keyboard.press('Enter');
      await page().waitForURL(`**/setup/${step}`);
      await expect.poll(async () => (await keyboard.focused()).tag).toBe('H1');
      if (step !== 'configure') continue;
      await keyboard.tabTo('Step 1 done');
      await keyboard.press('Space');
      expect(await page().getByRole('checkbox', { name: 'Step 1 done' }).isChecked()).toBe(true);
    }
    await keyboard.tabTo('Finish');
    await keyboard.press('Enter');
    await page().getByRole('tab', { name: 'Overview', selected: true }).waitFor();
  });

  it('opens a person, goes to the next and back, and returns to the row', async () => {
    await keyboard.tabTo('Overview');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await page().getByRole('table', { name: 'Users' }).waitFor();
    await keyboard.tabTo(/^(Ada Lovelace|<img)/);
    const { name: first } = await keyboard.focused();
    await keyboard.press('Enter');
    const details = page().getByRole('region', { name: 'User details' });
    const title = () => details.getByRole('heading', { level: 2 }).textContent();
    await expect.poll(title).toBe(first);
    const others = [ADA, HOSTILE].map(({ given, family }) => `${given} ${family}`).filter((name) => name !== first);
    // The order of the list decides on which side the other one is.
    const [there, back] = (await details.getByRole('button', { name: 'Next row' }).isEnabled())
      ? [']', '[']
      : ['[', ']'];
    await keyboard.press(there!);
    await expect.poll(title).toBe(others[0]);
    await keyboard.press(back!);
    await expect.poll(title).toBe(first);
    await expect.poll(async () => (await keyboard.focused()).tag).toBe('H2');
    await keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await expect.poll(async () => (await keyboard.focused()).name).toBe(first);
  });

  it('rotates a token in a dialog, which gives the focus back', async () => {
    await page().goto(`/portal/d/${directoryId}/settings`);
    await page().getByRole('button', { name: 'Rotate token' }).waitFor();
    await keyboard.tabTo('Rotate token');
    await keyboard.press('Enter');
    const dialog = page().getByRole('dialog', { name: 'Rotate token' });
    await dialog.waitFor();
    await keyboard.tabTo('Create new token');
    await keyboard.press('Enter');
    const field = dialog.getByRole('textbox', { name: 'Token' });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    // A token that is shown once is not closed away by accident: Escape does nothing.
    await keyboard.press('Escape');
    await keyboard.tabTo('Close');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(async () => (await keyboard.focused()).name).toBe('Rotate token');
    expect(visit.violations).toEqual([]);
  });
});
