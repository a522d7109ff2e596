import axe, { type AxeResults } from 'axe-core';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta } from '../../apps/demo/src/okta.js';
import { WriteLog } from '../../apps/demo/src/write-log.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

const WIDTHS = [1_440, 375];
const SCHEMES = ['light', 'dark'] as const;

/** Every page of the portal, below `/portal`, and what is opened on it. `D` is the directory. */
const PAGES: [path: string, open?: (page: Page) => Promise<void>][] = [
  ['/new'],
  ['/activity'],
  ['/nowhere'],
  ['D/setup/credentials'],
  ['D/setup/configure'],
  ['D/setup/test'],
  ['D'],
  ['D/users', (page) => page.getByRole('button', { name: 'Find a missing person' }).click()],
  ['D/users/U'],
  ['D/users/U?view=timeline'],
  ['D/groups/G'],
  ['D/requests', (page) => page.getByRole('table', { name: 'Requests' }).getByRole('link').first().click()],
  ['D/mapping', (page) => page.getByRole('button', { name: 'Edit email' }).click()],
  ['D/roles'],
  ['D/settings', (page) => page.getByRole('button', { name: 'Rotate token' }).click()],
  ['D/settings', (page) => page.getByRole('button', { name: 'Delete directory' }).click()],
  ['D/held'],
];

describe.skipIf(!hasChromium)('every page of the portal', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let visit: Visit;
  let ids: Record<string, string>;

  beforeAll(async () => {
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    await rig.app.call('PUT', '/api/v1/roles', { roles: [{ name: 'viewer', display_name: 'Viewer', default: true }] });
    const okta = new Okta(`${rig.url}/directory/${directory.directoryId}/scim/v2`, directory.secret, new WriteLog());
    for (const person of [ADA, HOSTILE]) await okta.assign(person);
    await okta.createGroup('Engineering', [ADA]);
    const { users } = (await rig.app.get(`${directory.path}/users`)).body;
    const { groups } = (await rig.app.get(`${directory.path}/groups`)).body;
    ids = { D: `/d/${directory.directoryId}`, U: users[0].id, G: groups[0].id };
    visit = await rig.open(directory.organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
  });

  it.each(PAGES.map(([path, open]) => ({ path, open })))(
    '$path is clean in both themes and widths',
    async ({ path, open }) => {
      const { page } = visit;
      const address = path.replace(/^D/, ids['D']!).replace(/\/U\b/, `/${ids['U']}`).replace(/\/G\b/, `/${ids['G']}`);
      await page.setViewportSize({ width: WIDTHS[0]!, height: 900 });
      await page.goto(`/portal${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
      await open?.(page);
      if (open !== undefined)
        await page
          .getByRole('dialog')
          .or(page.getByRole('region', { name: 'Request details' }))
          .waitFor();
      await page.evaluate(axe.source);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect.soft(sideways, `${path} at ${width} px`).toBeLessThanOrEqual(0);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          expect.soft(await findings(page), `${path} at ${width} px, ${colorScheme}`).toEqual([]);
        }
      }
      expect(visit.violations).toEqual([]);
    },
  );
});

async function findings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
