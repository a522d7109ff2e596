import axe, { type AxeResults } from 'axe-core';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Visit } from './browser.js';

const WIDE = 1_440;
const NARROW = 375;
const HEIGHT = 900;
/** What a page may move by itself while it loads. */
const MOST_SHIFT = 0.02;
/** A folder: each page is photographed there. */
const SHOTS = process.env['PORTAL_SCREENSHOTS'];
if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });

/** The rules whose outcome colours decide: the others find the same in both themes. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

const WATCH_SHIFT = `globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });`;

export interface PageToCheck {
  /** The address, with ids filled in. */
  path: string;
  /** Opens a dialog, which is then checked with its page. */
  open?: ((page: Page) => Promise<void>) | undefined;
  /** Of its pictures. */
  name: string;
}

/** Watches layout shifts on every page that this visit opens from now on. */
export async function watchShifts({ page }: Visit): Promise<void> {
  await page.addInitScript({ content: WATCH_SHIFT });
}

/**
 * Opens a page once and looks at it in both themes and widths, which are switched in place: axe finds nothing, nothing scrolls sideways,
 * nothing moved while the page loaded, and the policy was kept.
 */
export async function checkPage(visit: Visit, { path, open, name }: PageToCheck): Promise<void> {
  const { page } = visit;
  await page.setViewportSize({ width: WIDE, height: HEIGHT });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
  expect.soft(await page.evaluate<number>('globalThis.shift'), `${name}: layout shift`).toBeLessThan(MOST_SHIFT);
  if (open !== undefined) {
    await open(page);
    await page
      .getByRole('dialog')
      .or(page.getByRole('region', { name: /details$/ }))
      .first()
      .waitFor();
  }
  await checkLooks(visit, name);
}

/** The page as it is now, in both themes and widths. */
export async function checkLooks({ page, violations }: Visit, name: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const width of [WIDE, NARROW]) {
    await page.setViewportSize({ width, height: HEIGHT });
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect.soft(sideways, `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      const rules = scheme === 'light' ? undefined : OF_COLOURS;
      const found = await findings(page, rules);
      expect.soft(found, `${name} at ${width} px, ${scheme}`).toEqual([]);
      if (SHOTS !== undefined) {
        appendFileSync(join(SHOTS, 'axe.txt'), `${name} ${width} ${scheme}: ${found.join('\n  ') || 'clean'}\n`);
        await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: width === NARROW });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  // Emptied: the next page answers for its own.
  expect.soft(violations.splice(0), name).toEqual([]);
}

async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
