import axe, { type AxeResults } from 'axe-core';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Visit } from './browser.js';

const WIDE = 1_440;
const NARROW = 375;
const HEIGHT = 900;
/** A folder: each page is photographed there. */
const SHOTS = process.env['PORTAL_SCREENSHOTS'];
if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });

/** The rules whose outcome colours decide: the others find the same in both themes. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** How a page is looked at. */
export interface Look {
  width: number;
  scheme: 'light' | 'dark';
}

/** Both widths and both themes. */
export const LOOKS: readonly Look[] = [
  { width: WIDE, scheme: 'light' },
  { width: WIDE, scheme: 'dark' },
  { width: NARROW, scheme: 'light' },
  { width: NARROW, scheme: 'dark' },
];

export interface PageToCheck {
  /** The address, with ids filled in. */
  path: string;
  /** Opens a dialog, which is then checked with its page. */
  open?: ((page: Page) => Promise<void>) | undefined;
  /** Of its pictures. */
  name: string;
}

/** Opens a page and looks at it: axe finds nothing, nothing scrolls sideways, and the policy was kept. */
export async function checkPage(visit: Visit, { path, open, name }: PageToCheck, looks = LOOKS): Promise<void> {
  const { page } = visit;
  await page.setViewportSize({ width: looks[0]!.width, height: HEIGHT });
  await page.emulateMedia({ colorScheme: looks[0]!.scheme });
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
  if (open !== undefined) {
    await open(page);
    await page
      .getByRole('dialog')
      .or(page.getByRole('region', { name: /details$/ }))
      .first()
      .waitFor();
  }
  await checkLooks(visit, name, looks);
}

/** The page as it is now; theme and width are switched in place. */
export async function checkLooks({ page, violations }: Visit, name: string, looks = LOOKS): Promise<void> {
  await page.evaluate(axe.source);
  const seen = new Set<number>();
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: scheme });
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect.soft(sideways, `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
    const found = await findings(page, seen.has(width) ? OF_COLOURS : undefined);
    seen.add(width);
    expect.soft(found, `${name} at ${width} px, ${scheme}`).toEqual([]);
    if (SHOTS === undefined) continue;
    appendFileSync(join(SHOTS, 'axe.txt'), `${name} ${width} ${scheme}: ${found.join('\n  ') || 'clean'}\n`);
    await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: width === NARROW });
  }
  // Emptied: the next page answers for its own.
  expect.soft(violations.splice(0), name).toEqual([]);
}

async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
