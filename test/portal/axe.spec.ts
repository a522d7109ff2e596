import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { DASHBOARD, numbered, PORTAL } from './every-page.js';
import { ExampleWorld } from './example-world.js';
import { checkLooks, checkPage, LOOKS } from './page-check.js';
import { signIn } from './sign-in.js';

/**
 * Each page in both themes and widths takes minutes. With PORTAL_LOOKS=one, as in .ci/run, each is looked at once, and the pages take turns
 * with themes and widths.
 */
const looksAt = (at: number) => (process.env['PORTAL_LOOKS'] === 'one' ? [LOOKS[at % LOOKS.length]!] : LOOKS);

describe.skipIf(!hasChromium)('without a finding of axe', () => {
  let world: ExampleWorld;

  beforeAll(async () => {
    world = await ExampleWorld.create();
  });
  afterAll(async () => {
    await closeBrowser();
    await world?.stop();
  });

  describe('the portal shows', () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await world.rig.open(world.directory.organizationId);
    });
    afterAll(() => visit?.end());

    it.each(numbered('portal', PORTAL))('$path', async ({ path, open, name, at }) => {
      await checkPage(visit, { path: `/portal${world.address(path)}`, open, name }, looksAt(at));
    });
  });

  describe('the dashboard shows', () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await signIn(world.rig);
    });
    afterAll(() => visit?.end());

    it.each(numbered('dashboard', DASHBOARD))('$path', async ({ path, open, name, at }) => {
      await checkPage(visit, { path: `/dashboard${world.address(path)}`, open, name }, looksAt(at));
    });
  });

  it('the dashboard and links show their first page', async () => {
    const visit = await Visit.begin(world.rig.url);
    await visit.page.goto('/dashboard');
    await visit.page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    await checkLooks(visit, 'sign-in', looksAt(0));
    const path = `/api/v1/organizations/${world.directory.organizationId}/portal_links`;
    await visit.page.goto((await world.rig.app.call('PUT', path)).body.link.location);
    await visit.page.getByRole('button', { name: 'Continue' }).waitFor();
    await checkLooks(visit, 'link', looksAt(1));
    await visit.page.goto('/portal/l/unknown');
    await visit.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    await checkLooks(visit, 'link-gone', looksAt(2));
    expect(visit.violations).toEqual([]);
    await visit.end();
  });
});
