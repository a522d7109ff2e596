import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { DASHBOARD, numbered, PORTAL } from './every-page.js';
import { ExampleWorld } from './example-world.js';
import { MOST_SHIFT, shiftedOf, shiftOf, watchShifts } from './layout-shift.js';
import { signIn } from './sign-in.js';

/** A file that gets the score of each page. */
const REPORT = process.env['PORTAL_SHIFTS'];

const unique = (pages: ReturnType<typeof numbered>) =>
  pages.filter(({ path }, at) => pages.findIndex((other) => other.path === path) === at);

/**
 * Nothing that somebody has seen on a page moves while the rest of it loads, whichever answer comes first: on every page, at both widths.
 * It takes minutes, and is no part of .ci/run: `npm test -- --project portal test/portal/layout-shift`.
 */
describe.skipIf(!hasChromium)('nothing moves while a page loads', () => {
  let world: ExampleWorld;

  beforeAll(async () => {
    world = await ExampleWorld.create();
  });
  afterAll(async () => {
    await closeBrowser();
    await world?.stop();
  });

  describe.each([
    ['portal', unique(numbered('portal', PORTAL))],
    ['dashboard', unique(numbered('dashboard', DASHBOARD))],
  ] as const)('of the %s:', (face, pages) => {
    let visit: Visit;
    let settled: () => Promise<void>;

    beforeAll(async () => {
      visit = face === 'portal' ? await world.rig.open(world.directory.organizationId) : await signIn(world.rig);
      ({ settled } = await watchShifts(visit));
    });
    afterAll(() => visit?.end());

    it.each(pages)('$path', async ({ path, name }) => {
      for (const width of [1_440, 375]) {
        await visit.page.setViewportSize({ width, height: 900 });
        await visit.page.goto(`/${face}${world.address(path)}`);
        await settled();
        const shift = await shiftOf(visit);
        const shifted = (await shiftedOf(visit)).join('\n  ');
        if (REPORT !== undefined) appendFileSync(REPORT, `${shift.toFixed(3)} ${name} ${width}\n  ${shifted}\n`);
        expect.soft(shift, `${name} at ${width} px:\n  ${shifted}`).toBeLessThan(MOST_SHIFT);
      }
    });
  });
});
