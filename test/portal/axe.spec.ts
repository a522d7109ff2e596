import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { ExampleWorld } from './example-world.js';
import { checkLooks, checkPage, watchShifts } from './page-check.js';
import { signIn } from './sign-in.js';

type Pages = readonly (readonly [path: string, open?: (page: Page) => Promise<void>])[];

const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click();

/** Every page of the portal, and a dialog or panel that is opened on it. `{…}` is an id of the world. */
const PORTAL: Pages = [
  ['/'],
  ['/new'],
  ['/activity'],
  ['/invite'],
  ['/nowhere'],
  ['/d/{directory}/setup/credentials'],
  ['/d/{directory}/setup/configure'],
  ['/d/{directory}/setup/test'],
  ['/d/{directory}/setup/mapping'],
  ['/d/{directory}/setup/roles'],
  ['/d/{directory}'],
  ['/d/{directory}/users', button('Find a missing person')],
  ['/d/{directory}/users/{user}'],
  ['/d/{directory}/users/{user}?view=timeline'],
  ['/d/{directory}/groups/{group}'],
  [
    '/d/{directory}/requests',
    (page) => page.getByRole('table', { name: 'Requests' }).getByRole('link').first().click(),
  ],
  ['/d/{directory}/mapping', button('Edit email')],
  ['/d/{directory}/roles'],
  ['/d/{directory}/settings', button('Rotate token')],
  ['/d/{directory}/settings', button('Delete directory')],
  ['/d/{directory}/held'],
  ['/d/{google}/setup/connection'],
  ['/d/{ldap}/setup/connection'],
  ['/d/{workday}/setup/connection'],
  ['/d/{pulled}/setup/first-sync'],
  ['/d/{pulled}'],
  ['/d/{pulled}/syncs'],
  ['/d/{pulled}/syncs/{sync}?kind=created'],
  ['/d/{pulled}/syncs/{review}'],
  ['/d/{pulled}/settings'],
  ['/d/{csv}/upload'],
  ['/d/{csv}/users'],
  ['/d/{csv}/groups'],
  ['/d/{csv}/syncs'],
];

const DASHBOARD: Pages = [
  ['/'],
  ['/', button('Simulate a provider')],
  ['/nowhere'],
  ['/organizations', button('Create organization')],
  ['/organizations/{organization}'],
  ['/organizations/{organization}', button('Create portal link')],
  ['/organizations/{organization}/connect'],
  ['/organizations/{organization}/portal'],
  ['/organizations/{organization}/endpoints'],
  ['/organizations/{organization}/events'],
  ['/organizations/{organization}/mail'],
  ['/organizations/{organization}/settings', button('Delete organization')],
  ['/organizations/{organization}/directories/{directory}', button('Resend everything to an endpoint')],
  ['/organizations/{organization}/directories/{directory}/users'],
  ['/organizations/{organization}/directories/{directory}/settings'],
  ['/organizations/{organization}/directories/{pulled}/syncs/{review}'],
  ['/organizations/{organization}/directories/{sandbox}/simulator'],
  ['/directories'],
  ['/endpoints'],
  ['/endpoints', button('Add endpoint')],
  ['/endpoints/{endpoint}'],
  ['/endpoints/{endpoint}', button('Replay deliveries')],
  ['/endpoints/{endpoint}/health'],
  ['/endpoints/{endpoint}/secret', button('Rotate secret')],
  ['/endpoints/{endpoint}/settings'],
  ['/deliveries'],
  ['/deliveries/{delivery}'],
  ['/events'],
  ['/events/{event}'],
  ['/replays'],
  ['/deprovisionings'],
  ['/queues'],
  ['/keys', button('Create API key')],
  ['/roles'],
  ['/roles', button('Add role')],
  ['/audit'],
  ['/portal-settings'],
  ['/inboxes/{inbox}'],
];

const rows = (pages: Pages) => pages.map(([path, open], at) => ({ path, open, at }));
const nameOf = (face: string, path: string, at: number) =>
  `${face}-${String(at).padStart(2, '0')}${path.replaceAll(/[^\w]+/g, '-')}`;

describe.skipIf(!hasChromium)('in both themes and widths, without a finding of axe or a layout shift,', () => {
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
      await watchShifts(visit);
    });
    afterAll(() => visit?.end());

    it.each(rows(PORTAL))('$path', async ({ path, open, at }) => {
      await checkPage(visit, { path: `/portal${world.address(path)}`, open, name: nameOf('portal', path, at) });
    });
  });

  describe('the dashboard shows', () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await signIn(world.rig);
      await watchShifts(visit);
    });
    afterAll(() => visit?.end());

    it.each(rows(DASHBOARD))('$path', async ({ path, open, at }) => {
      await checkPage(visit, { path: `/dashboard${world.address(path)}`, open, name: nameOf('dashboard', path, at) });
    });
  });

  it('the dashboard and links show their first page', async () => {
    const visit = await Visit.begin(world.rig.url);
    await visit.page.goto('/dashboard');
    await visit.page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    await checkLooks(visit, 'sign-in');
    const path = `/api/v1/organizations/${world.directory.organizationId}/portal_links`;
    await visit.page.goto((await world.rig.app.call('PUT', path)).body.link.location);
    await visit.page.getByRole('button', { name: 'Continue' }).waitFor();
    await checkLooks(visit, 'link');
    await visit.page.goto('/portal/l/unknown');
    await visit.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    await checkLooks(visit, 'link-gone');
    expect(visit.violations).toEqual([]);
    await visit.end();
  });
});
