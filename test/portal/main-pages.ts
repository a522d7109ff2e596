import { expect } from 'vitest';
import { type Visit } from './browser.js';
import { MOST_SHIFT, shiftedOf, shiftOf, watchShifts } from './layout-shift.js';
import { checkLooks, LOOKS } from './page-check.js';

/**
 * The pages that people see most, each in one look, so that .ci/run has the time for it: nothing moves while a page loads, and axe finds
 * nothing. The pages take turns with themes and widths. Every page in every look: axe.spec.ts and layout-shift.spec.ts.
 */
export async function checkMainPages(visit: Visit, paths: readonly string[]): Promise<void> {
  const { page } = visit;
  const { settled } = await watchShifts(visit);
  for (const [at, path] of paths.entries()) {
    const look = LOOKS[at % LOOKS.length]!;
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.emulateMedia({ colorScheme: look.scheme });
    await page.goto(path);
    await settled();
    const shifted = (await shiftedOf(visit)).join('\n  ');
    expect.soft(await shiftOf(visit), `${path} at ${look.width} px:\n  ${shifted}`).toBeLessThan(MOST_SHIFT);
    await checkLooks(visit, path, [look]);
  }
}
