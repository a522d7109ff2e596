import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AcmeWorld } from './acme-world.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { withPalette } from './png-palette.js';
import { signIn } from './sign-in.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');
const SCHEMES = ['light', 'dark'] as const;
/** `npm run docs:screenshots` makes the pictures anew; test/documentation-pictures.spec.ts looks after those that are there. */
const MAKES = process.env['DOCS_SCREENSHOTS'] === 'yes';
const SIZE = { width: 1_280, height: 800 };

interface Picture {
  name: string;
  face: 'portal' | 'dashboard';
  path: string;
  /** Until then the page is not what the picture shows. */
  ready: (page: Page) => Promise<unknown>;
}

const text = (shown: string) => (page: Page) => page.getByText(shown).first().waitFor();

const PICTURES: Picture[] = [
  { name: 'portal-providers', face: 'portal', path: '/new', ready: text('CSV upload') },
  { name: 'portal-set-up', face: 'portal', path: '/d/{draft}/setup/configure', ready: text('First request received') },
  { name: 'portal-overview', face: 'portal', path: '/d/{okta}', ready: text('Looked somebody up') },
  {
    name: 'portal-person',
    face: 'portal',
    path: '/d/{okta}/users/{leaver}?view=timeline&search={leaverName}',
    ready: (page) => page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').nth(3).waitFor(),
  },
  {
    name: 'portal-requests',
    face: 'portal',
    path: '/d/{okta}/requests/{refused}?outcome=refused',
    ready: (page) => page.getByRole('heading', { name: 'What to do' }).waitFor(),
  },
  { name: 'portal-mapping', face: 'portal', path: '/d/{okta}/mapping', ready: text('Amara Abe gets') },
  {
    name: 'portal-sync-review',
    face: 'portal',
    path: '/d/{bamboo}/syncs/{review}',
    ready: (page) => page.getByRole('table', { name: 'Changes' }).getByRole('row').nth(3).waitFor(),
  },
  { name: 'dashboard-overview', face: 'dashboard', path: '/', ready: text('5 of 5 done') },
  {
    name: 'dashboard-organization',
    face: 'dashboard',
    path: '/organizations/{organization}',
    ready: (page) => page.getByRole('table', { name: 'Directories' }).waitFor(),
  },
  {
    name: 'dashboard-delivery',
    face: 'dashboard',
    path: '/endpoints/{endpoint}/deliveries/{delivery}?state=retrying',
    ready: (page) => page.getByRole('list', { name: 'Attempts' }).getByText('503').first().waitFor(),
  },
  {
    name: 'dashboard-events',
    face: 'dashboard',
    path: '/events',
    ready: (page) => page.getByRole('table', { name: 'Events' }).getByRole('row').nth(5).waitFor(),
  },
  { name: 'dashboard-inbox', face: 'dashboard', path: '/inboxes/{inbox}', ready: text('Signature valid') },
];

describe.skipIf(!hasChromium || !MAKES)('new pictures of', () => {
  let world: AcmeWorld;
  const visits = new Map<Picture['face'], Visit>();

  beforeAll(async () => {
    mkdirSync(IMAGES, { recursive: true });
    world = await AcmeWorld.create();
    const options = { viewport: SIZE, timezoneId: 'UTC', locale: 'en-GB' };
    visits.set('portal', await world.rig.open(world.ids['organization']!, {}, options));
    visits.set('dashboard', await signIn(world.rig, undefined, options));
    for (const visit of visits.values()) await world.disguise(visit);
  });
  afterAll(async () => {
    for (const visit of visits.values()) await visit.end();
    await closeBrowser();
    await world.stop();
  });

  it.each(PICTURES)('$name', async ({ name, face, path, ready }) => {
    const { page } = visits.get(face)!;
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`/${face}${world.address(path)}`);
      await ready(page);
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      // Nothing that blinks, and no focus ring of the page before.
      await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)');
      const picture = withPalette(await page.screenshot({ caret: 'hide', animations: 'disabled' }));
      writeFileSync(join(IMAGES, `${name}-${colorScheme}.png`), picture);
    }
  });
});
