import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY } from '../e2e/management-client.js';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { checkMainPages } from './main-pages.js';
import { PortalRig } from './portal-rig.js';
import { signIn } from './sign-in.js';

describe.skipIf(!hasChromium)('a newcomer in the dashboard', () => {
  let rig: PortalRig;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start();
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = () => visit.page;
  const step = (text: string) =>
    page().getByRole('list', { name: 'First steps' }).getByRole('listitem').filter({ hasText: text });
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();

  it('is told of a wrong key, and signs in with the right one', async () => {
    visit = await Visit.begin(rig.url);
    visit.context.setDefaultTimeout(20_000);
    await page().goto('/dashboard');
    await page().getByLabel('API key', { exact: true }).fill('not-a-key-of-this-rollcall');
    await press('Sign in');
    await page().getByText('No API key has this value').waitFor();
    await page().getByLabel('API key', { exact: true }).fill(API_KEY);
    await press('Sign in');
    await page().getByRole('heading', { name: 'First steps' }).waitFor();
    await page().reload();
    await page().getByRole('heading', { name: 'First steps' }).waitFor();
    const kept = await page().evaluate<string>(
      'JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie',
    );
    expect(kept).not.toContain(API_KEY);
  });

  it('creates an organization', async () => {
    await press('Create organization');
    const dialog = page().getByRole('dialog', { name: 'Create organization' });
    await dialog.getByLabel('Name').fill('Megasoft');
    await dialog.getByRole('button', { name: 'Create organization' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => step('Create an organization').textContent()).toContain('done');
  });

  it('adds an endpoint that is a test inbox', async () => {
    await press('Add endpoint');
    const dialog = page().getByRole('dialog', { name: 'Add endpoint' });
    await dialog.getByRole('button', { name: 'Use a test inbox' }).click();
    await expect.poll(() => dialog.getByLabel('URL').inputValue()).toContain('/inbox/');
    await dialog.getByRole('button', { name: 'Add endpoint' }).click();
    const secret = dialog.getByRole('textbox', { name: 'Signing secret' });
    await expect.poll(() => secret.inputValue()).toMatch(/^whsec_/);
    const text = await secret.inputValue();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page().content()).not.toContain(text);
    await expect.poll(() => step('Add an endpoint').textContent()).toContain('done');
  });

  it('opens the portal as the customer sees it', async () => {
    const opened = visit.context.waitForEvent('page');
    await press('Open the portal');
    const portal = await opened;
    await portal.getByRole('button', { name: 'Continue' }).click();
    await portal.getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    await portal.close();
    await expect.poll(() => step('Open the portal').textContent(), { timeout: 15_000 }).toContain('done');
  });

  it('simulates a provider', async () => {
    await press('Simulate a provider');
    const dialog = page().getByRole('dialog', { name: 'Simulate a provider' });
    await dialog.getByRole('combobox', { name: 'Provider' }).selectOption('Okta');
    await dialog.getByLabel('People').fill('3');
    await dialog.getByRole('button', { name: 'Start simulation' }).click();
    await dialog.getByText('The simulation is finished').waitFor({ timeout: 60_000 });
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('sees the first webhook in the inbox, signed', async () => {
    await expect.poll(() => step('Receive a first webhook').textContent(), { timeout: 20_000 }).toContain('done');
    await page().getByText('5 of 5 done').waitFor();
    await press('Watch the test inbox');
    const received = page().getByRole('list', { name: 'Received requests' });
    await received.getByText('Signature valid').first().waitFor();
    expect(await received.getByText('organization.directory.user_created').count()).toBeGreaterThan(0);
  });

  it('lets the inbox fail, sees the attempts, and resends', async () => {
    await page().getByRole('combobox', { name: 'Answer with' }).selectOption('500');
    await page().getByText('The inbox now answers with 500.').waitFor();
    await page().getByRole('link', { name: 'Endpoints', exact: true }).click();
    await page().getByRole('table', { name: 'Endpoints' }).getByRole('link').first().click();
    await press('Send test event');
    await page()
      .getByText(/^The endpoint answered 500 after/)
      .waitFor();
    await page().getByRole('table', { name: 'Deliveries' }).getByRole('link', { name: 'test' }).first().click();
    const details = page().getByRole('region', { name: 'Delivery details' });
    await details.getByRole('list', { name: 'Attempts' }).getByText('500').first().waitFor();
    const { inboxes } = (await rig.app.get('inboxes')).body;
    await rig.app.patch(`inboxes/${inboxes[0].id}`, { answer: { status: 204, delay_ms: 0 } });
    await details.getByRole('button', { name: 'Resend now' }).click();
    await details.getByRole('list', { name: 'Attempts' }).getByText('204').first().waitFor();
    await page().keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
  });

  it('counts before a replay, and sends as many', async () => {
    await press('Replay deliveries');
    const dialog = page().getByRole('dialog', { name: 'Replay deliveries' });
    await dialog.getByRole('combobox', { name: 'Since' }).selectOption('1 hour');
    const states = dialog.getByRole('group', { name: 'States' });
    await states.getByRole('checkbox', { name: 'Exhausted' }).uncheck();
    await states.getByRole('checkbox', { name: 'Delivered' }).check();
    await dialog.getByRole('button', { name: 'Count matches' }).click();
    const line = dialog.getByText(/^\d+ deliver(y|ies) match(es)?$/);
    const count = Number.parseInt((await line.textContent())!, 10);
    expect(count).toBeGreaterThan(2);
    await dialog.getByRole('button', { name: 'Start replay' }).click();
    await dialog.getByText(`The replay is finished: ${count} delivered, 0 failed.`).waitFor({ timeout: 30_000 });
    const progress = dialog.getByRole('progressbar', { name: 'Replay progress' });
    expect(await progress.getAttribute('aria-valuenow')).toBe('100');
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  it('follows the events as they happen', async () => {
    await page().getByRole('link', { name: 'Events', exact: true }).click();
    const table = page().getByRole('table', { name: 'Events' });
    await table.waitFor();
    await page().getByRole('switch', { name: 'Live' }).check({ force: true });
    await page().getByText('Waiting for the next event').waitFor();
    // The first reading has found the end of the feed.
    await page().waitForResponse((response) => response.url().includes('/events?'));
    const directory = await rig.app.directory();
    for (let at = 0; at < 5; at++) await rig.app.user(directory, `tail${at}@megasoft.example`);
    await expect.poll(() => table.getByText('organization.directory.user_created').count()).toBe(5);
    const pause = page().getByRole('button', { name: 'Pause' });
    await pause.click();
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    await rig.app.user(directory, 'paused@megasoft.example');
    await pause.click();
    await expect.poll(() => table.getByText('organization.directory.user_created').count()).toBe(6);
  });

  it('creates a key that is shown once and may only read', async () => {
    await page().getByRole('link', { name: 'API keys' }).click();
    await press('Create API key');
    const dialog = page().getByRole('dialog', { name: 'Create API key' });
    await dialog.getByLabel('Name').fill('reader');
    await dialog.getByRole('button', { name: 'Create API key' }).click();
    const field = dialog.getByRole('textbox', { name: 'API key' });
    await field.waitFor();
    const key = await field.inputValue();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page().content()).not.toContain(key);
    const reader = await signIn(rig, key);
    await reader.page.getByRole('link', { name: 'Organizations' }).click();
    const create = reader.page.getByRole('button', { name: 'Create organization' });
    expect(await create.isDisabled()).toBe(true);
    expect(await create.getAttribute('title')).toBe('This API key lacks the scope "write".');
    await press('Revoke reader');
    await page().getByRole('dialog', { name: 'Revoke reader' }).getByRole('button', { name: 'Revoke reader' }).click();
    await page().getByText('API key reader was revoked.').waitFor();
    await reader.page.getByRole('link', { name: 'Endpoints' }).click();
    await reader.page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    expect(reader.violations).toEqual([]);
    await reader.end();
  });

  it('walks by keyboard: skip link, search, shortcuts, tabs', async () => {
    await page().goto('/dashboard/organizations');
    await page().getByRole('table', { name: 'Organizations' }).waitFor();
    await page().keyboard.press('Tab');
    expect(await page().evaluate<unknown>(`document.activeElement?.textContent`)).toBe('Skip to content');
    await page().keyboard.press('/');
    await expect
      .poll(() => page().evaluate<unknown>(`document.activeElement?.getAttribute('aria-label')`))
      .toBe('Search organizations');
    await page().keyboard.type('Mega');
    await expect.poll(() => page().url()).toContain('search=Mega');
    await page().getByRole('table', { name: 'Organizations' }).getByRole('link').first().press('Enter');
    await expect.poll(() => page().evaluate<unknown>(`document.activeElement?.tagName`)).toBe('H1');
    await page().getByRole('tab', { name: 'Directories' }).focus();
    await page().keyboard.press('ArrowRight');
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Portal links' }).waitFor();
    await expect.poll(() => page().evaluate<unknown>(`document.activeElement?.tagName`)).toBe('H1');
    expect(visit.violations).toEqual([]);
  });

  it('moves nothing while its main pages load, and axe finds nothing on them', async () => {
    const { organizations } = (await rig.app.get('organizations')).body;
    const { endpoints } = (await rig.app.get('webhook_endpoints')).body;
    await checkMainPages(visit, [
      '/dashboard',
      `/dashboard/organizations/${organizations[0].id}`,
      `/dashboard/endpoints/${endpoints[0].id}`,
      '/dashboard/events',
    ]);
  });
});
