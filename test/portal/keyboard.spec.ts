import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig } from './portal-rig.js';

const MOST_TABS = 80;

/** The element that has the focus: its role or tag, and what it is called. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  // The button of a tile shows its focus around the whole tile, a checkbox around its mark.
  const around = [element, element.parentElement, element.closest('.tile')].filter((one) => one !== null);
  const shows = ({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none';
  return { tag: element.tagName, name: label.trim(), visible: around.some((one) => shows(getComputedStyle(one))) };
})()`;

interface Focused {
  tag: string;
  name: string;
  visible: boolean;
}

describe.skipIf(!hasChromium)('by keyboard alone', () => {
  let rig: PortalRig;
  let visit: Visit;
  let directoryId: string;
  let token: string;

  beforeAll(async () => {
    rig = await PortalRig.start();
    visit = await rig.open(await rig.organization());
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = (): Page => visit.page;
  const focused = () => page().evaluate<Focused>(FOCUSED);
  const press = (key: string) => page().keyboard.press(key);
  /** Tab until that element has the focus, which shows. */
  const tabTo = async (name: string | RegExp) => {
    const passed: string[] = [];
    for (let turn = 0; turn < MOST_TABS; turn++) {
      await press('Tab');
      const found = await focused();
      passed.push(found.name);
      if (typeof name === 'string' ? found.name === name : name.test(found.name)) {
        expect(found.visible, `the focus on ${found.name} shows`).toBe(true);
        return;
      }
    }
    throw new Error(`${name} cannot be reached; Tab leads to ${passed.join(' | ')}`);
  };
  const heading = async (name: string) => {
    await page().getByRole('heading', { name, level: 1 }).waitFor();
    await expect.poll(async () => (await focused()).tag).toBe('H1');
  };

  it('an administrator chooses a provider, and gets a token', async () => {
    await page().getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    await press('/');
    await page().keyboard.type('okt');
    await expect.poll(() => page().getByRole('list').getByRole('button').allTextContents()).toEqual(['Okta']);
    await tabTo('Okta');
    await press('Enter');
    await heading('Connect Okta');
    directoryId = /\/d\/(dir_\w+)\//.exec(page().url())![1]!;
    await tabTo('Create token');
    await press('Enter');
    const field = page().getByRole('textbox', { name: 'Token', exact: true });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    token = await field.inputValue();
    await tabTo('I have saved the token');
    await press('Space');
    const next = page().getByRole('button', { name: 'Next', exact: true });
    await expect.poll(() => next.isEnabled()).toBe(true);
  });

  it('walks through the steps, ticks one, and finishes', async () => {
    const okta = new Okta(`${rig.url}/directory/${directoryId}/scim/v2`, token, new WriteLog());
    for (const person of [ADA, HOSTILE]) await okta.assign(person);
    await page().locator('body').focus();
    for (const step of ['configure', 'test', 'mapping', 'roles']) {
      await tabTo('Next');
      await press('Enter');
      await page().waitForURL(`**/setup/${step}`);
      await expect.poll(async () => (await focused()).tag).toBe('H1');
      if (step !== 'configure') continue;
      await tabTo('Step 1 done');
      await press('Space');
      expect(await page().getByRole('checkbox', { name: 'Step 1 done' }).isChecked()).toBe(true);
    }
    await tabTo('Finish');
    await press('Enter');
    await page().getByRole('tab', { name: 'Overview', selected: true }).waitFor();
  });

  it('opens a person, goes to the next and back, and returns to the row', async () => {
    await tabTo('Overview');
    await press('ArrowRight');
    await press('Enter');
    await page().getByRole('table', { name: 'Users' }).waitFor();
    await tabTo(/^(Ada Lovelace|<img)/);
    const { name: first } = await focused();
    await press('Enter');
    const details = page().getByRole('region', { name: 'User details' });
    const title = () => details.getByRole('heading', { level: 2 }).textContent();
    await expect.poll(title).toBe(first);
    const others = [ADA, HOSTILE].map(({ given, family }) => `${given} ${family}`).filter((name) => name !== first);
    // The order of the list decides on which side the other one is.
    const [there, back] = (await details.getByRole('button', { name: 'Next row' }).isEnabled())
      ? [']', '[']
      : ['[', ']'];
    await press(there!);
    await expect.poll(title).toBe(others[0]);
    await press(back!);
    await expect.poll(title).toBe(first);
    await expect.poll(async () => (await focused()).tag).toBe('H2');
    await press('Escape');
    await details.waitFor({ state: 'detached' });
    await expect.poll(async () => (await focused()).name).toBe(first);
  });

  it('rotates a token in a dialog, which gives the focus back', async () => {
    await page().goto(`/portal/d/${directoryId}/settings`);
    await page().getByRole('button', { name: 'Rotate token' }).waitFor();
    await tabTo('Rotate token');
    await press('Enter');
    const dialog = page().getByRole('dialog', { name: 'Rotate token' });
    await dialog.waitFor();
    await tabTo('Create new token');
    await press('Enter');
    const field = dialog.getByRole('textbox', { name: 'Token' });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    // A token that is shown once is not closed away by accident: Escape does nothing.
    await press('Escape');
    await tabTo('Close');
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(async () => (await focused()).name).toBe('Rotate token');
    expect(visit.violations).toEqual([]);
  });
});
