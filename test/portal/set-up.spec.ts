import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { checkMainPages } from './main-pages.js';
import { ADA } from './people.js';
import { PortalRig } from './portal-rig.js';

describe.skipIf(!hasChromium)('an IT admin connects Okta', () => {
  let rig: PortalRig;
  let organizationId: string;
  let visit: Visit;
  let token: string;
  let directoryId: string;

  beforeAll(async () => {
    rig = await PortalRig.start();
    organizationId = await rig.organization();
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  const page = () => visit.page;
  const status = () => page().getByRole('status', { name: 'Connection status' });
  const check = (name: string) =>
    page().getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: name });

  it('opens the link once, by a click', async () => {
    const reply = await rig.app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, {
      expires_in: '1h',
    });
    const { location } = reply.body.link;
    for (const method of ['GET', 'HEAD']) expect((await fetch(location, { method })).status).toBe(200);
    visit = await Visit.begin(rig.url);
    await page().goto(location);
    await page().getByRole('heading', { name: 'Set up directory sync' }).waitFor();
    await page().getByRole('button', { name: 'Continue' }).click();
    await page().getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    const second = await Visit.begin(rig.url);
    await second.page.goto(location);
    await second.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    await second.end();
  });

  it('finds the provider', async () => {
    await page().getByRole('searchbox', { name: 'Search providers' }).fill('okt');
    const tiles = page().getByRole('list').getByRole('button');
    await expect.poll(() => tiles.allTextContents()).toEqual(['Okta']);
    await page().getByRole('button', { name: 'Okta', exact: true }).click();
    await page().getByRole('heading', { name: 'Connect Okta' }).waitFor();
    directoryId = /\/d\/(dir_\w+)\//.exec(page().url())![1]!;
  });

  it('creates a token that is shown once', async () => {
    const endpoint = `${rig.url}/directory/${directoryId}/scim/v2`;
    expect(await page().getByRole('textbox', { name: 'Endpoint URL' }).inputValue()).toBe(endpoint);
    await page().getByRole('button', { name: 'Copy endpoint URL' }).click();
    expect(await page().evaluate('navigator.clipboard.readText()')).toBe(endpoint);
    const next = page().getByRole('button', { name: 'Next', exact: true });
    expect(await next.isDisabled()).toBe(true);
    await page().getByRole('button', { name: 'Create token' }).click();
    const field = page().getByRole('textbox', { name: 'Token', exact: true });
    await expect.poll(() => field.inputValue()).toMatch(/^\S{20,}$/);
    token = await field.inputValue();
    expect((await fetch(`${endpoint}/Users?count=1`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    const download = page().waitForEvent('download');
    await page().getByRole('button', { name: 'Download credentials' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    expect(text).toContain(endpoint);
    expect(text).toContain(token);
    expect(await next.isDisabled()).toBe(true);
    await page().getByRole('checkbox', { name: 'I have saved the token' }).check();
    await expect.poll(() => next.isEnabled()).toBe(true);
  });

  it('forgets the token', async () => {
    const answers: Promise<string>[] = [];
    page().on('response', (response) => answers.push(response.text().catch(() => '')));
    await page().reload();
    const field = page().getByRole('textbox', { name: 'Token', exact: true });
    await expect.poll(() => field.inputValue()).toContain(token.slice(-4));
    expect(await field.inputValue()).not.toContain(token.slice(-5));
    expect((await Promise.all(answers)).length).toBeGreaterThan(3);
    for (const text of await Promise.all(answers)) expect(text).not.toContain(token);
    const kept = await page().evaluate<string[]>(`[
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value).join(' '),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
    ]`);
    for (const place of kept) expect(place).not.toContain(token);
  });

  it('says that a wrong token came, and what to do', async () => {
    const endpoint = `${rig.url}/directory/${directoryId}/scim/v2`;
    await page().goto(`/portal/d/${directoryId}/setup/configure`);
    await expect.poll(() => status().textContent()).toMatch(/wrong token|refused/i);
    await page().getByText('Copy the URL and the secret again from one place').waitFor();
    await fetch(`${endpoint}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
    await expect.poll(() => status().textContent(), { timeout: 5_000 }).toContain('First request received');
  });

  it('keeps the ticks of the guide for a new session', async () => {
    const steps = page().getByRole('checkbox', { name: /^Step \d+ done$/ });
    await expect.poll(() => steps.count()).toBe(8);
    const saved = page().waitForResponse(
      (response) => response.url().endsWith('/contexts') && response.request().method() === 'PUT',
    );
    await page().getByRole('checkbox', { name: 'Step 2 done' }).check();
    await saved;
    const other = await rig.open(organizationId);
    await other.page.goto(`/portal/d/${directoryId}/setup/configure`);
    await expect.poll(() => other.page.getByRole('checkbox', { name: 'Step 2 done' }).isChecked()).toBe(true);
    expect(await other.page.getByRole('checkbox', { name: 'Step 1 done' }).isChecked()).toBe(false);
    expect(other.violations).toEqual([]);
    await other.end();
  });

  it('sees what the provider does', async () => {
    await page().goto(`/portal/d/${directoryId}/setup/test`);
    const okta = new Okta(`${rig.url}/directory/${directoryId}/scim/v2`, token, new WriteLog());
    await okta.testConnection();
    await okta.assign(ADA);
    await expect.poll(() => check('User created').textContent(), { timeout: 5_000 }).toContain('seen');
    await expect.poll(() => status().textContent(), { timeout: 5_000 }).toBe('Connected');
    await okta.deactivate(ADA);
    await expect.poll(() => check('User deactivated').textContent(), { timeout: 5_000 }).toContain('seen');
    await page().getByRole('button', { name: 'Run self-test' }).click();
    await page().getByRole('list', { name: 'Self-test results' }).waitFor();
  });

  it('finishes', async () => {
    await page().getByRole('button', { name: 'Next', exact: true }).click();
    await page().getByRole('table', { name: 'Attribute mapping' }).waitFor();
    await page().getByRole('button', { name: 'Next', exact: true }).click();
    await page().getByRole('button', { name: 'Finish' }).click();
    await page().getByRole('tab', { name: 'Overview', selected: true }).waitFor();
    expect(visit.violations).toEqual([]);
  });

  it('moves nothing while its main pages load, and axe finds nothing on them', async () => {
    const base = `/portal/d/${directoryId}`;
    const { users } = (await rig.app.get(`organizations/${organizationId}/directories/${directoryId}/users`)).body;
    await checkMainPages(visit, [base, `${base}/users/${users[0].id}`, `${base}/setup/configure`, `${base}/mapping`]);
  });
});
