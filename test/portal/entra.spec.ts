import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Entra, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA } from './people.js';
import { PortalRig } from './portal-rig.js';

describe.skipIf(!hasChromium)('an IT admin connects Microsoft Entra ID', () => {
  let rig: PortalRig;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start();
    visit = await rig.open(await rig.organization());
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = () => visit.page;
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();

  it('from the choice to a person who arrived, left, and came back', async () => {
    await press('Microsoft Entra ID');
    await page().getByRole('heading', { name: 'Connect Microsoft Entra ID' }).waitFor();
    const endpoint = await page().getByRole('textbox', { name: 'Endpoint URL' }).inputValue();
    await press('Create token');
    const field = page().getByRole('textbox', { name: 'Token', exact: true });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    const token = await field.inputValue();
    await page().getByRole('checkbox', { name: 'I have saved the token' }).check();
    await press('Next');
    await page().getByRole('checkbox', { name: 'Step 1 done' }).waitFor();
    await press('Next');
    const status = page().getByRole('status', { name: 'Connection status' });
    await expect.poll(() => status.textContent()).toBe('Waiting for the first request from Microsoft Entra ID');
    const entra = new Entra(endpoint, token, new WriteLog());
    await entra.testConnection();
    await expect.poll(() => status.textContent()).toBe('First request received');
    await entra.assign(ADA);
    await entra.createGroup('Engineering', [ADA]);
    const check = (name: string) =>
      page().getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: name });
    for (const name of ['Signed in', 'Looked somebody up', 'User created', 'Group sent']) {
      await expect.poll(() => check(name).textContent()).toContain('seen');
    }
    await entra.deactivate(ADA);
    await expect.poll(() => check('User deactivated').textContent()).toContain('seen');
    await entra.assign(ADA);
    await page().goto(endpoint.replace('/directory/', '/portal/d/').replace('/scim/v2', ''));
    await page().getByText('Connected', { exact: true }).first().waitFor();
    // Entra ID works in cycles, and the page says when the next one is due.
    await page().getByText('The next cycle is expected').waitFor();
    expect(visit.violations).toEqual([]);
  });
});
