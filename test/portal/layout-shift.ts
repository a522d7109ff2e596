import { type Request } from 'playwright-core';
import { expect } from 'vitest';
import { type Visit } from './browser.js';

/** What a page may move by itself while it loads: Chromium's score, of which 1 is everything by the height of the window. */
export const MOST_SHIFT = 0.02;

/** How much later than asked the answers of the api come, in milliseconds, one after the other: in another order than they were asked for. */
const DELAYS = [90, 0, 150, 30, 120, 60];

const OF_API = /\/(?:portal\/api|api\/v1)\//;

const WATCH = `globalThis.shift = 0;
  globalThis.shifted = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      globalThis.shift += value;
      for (const { node, previousRect: from, currentRect: to } of sources) {
        const element = node?.nodeType === 3 ? node.parentElement : node;
        const name = element === null ? '?' : element.tagName.toLowerCase() + '.' + element.className;
        const text = (element?.textContent ?? '').slice(0, 40);
        const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
        globalThis.shifted.push(value.toFixed(3) + ' ' + name + ' "' + text + '": ' + box(from) + ' -> ' + box(to));
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });`;

/** Watches every page that this visit opens from now on, whose answers come late and in another order. */
export async function watchShifts({ page }: Visit): Promise<{ settled: () => Promise<void> }> {
  await page.addInitScript({ content: WATCH });
  let asked = 0;
  await page.route(OF_API, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, DELAYS[asked++ % DELAYS.length]));
    // The page that asked may be gone.
    await route.continue().catch(() => undefined);
  });
  // Not a number of them: requests end here that began before anybody watched, and some of a page that is left never end.
  const open = new Set<Request>();
  page.on('request', (request) => OF_API.test(request.url()) && open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  page.on('framenavigated', (frame) => frame === page.mainFrame() && open.clear());
  return {
    /** Everything is there that a page asks for before it is complete, and was painted. */
    settled: async () => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      await expect.poll(() => [...open].map((request) => request.url()), { interval: 10 }).toEqual([]);
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))',
      );
    },
  };
}

export const shiftOf = ({ page }: Visit): Promise<number> => page.evaluate<number>('globalThis.shift');

/** What moved, for whoever mends it. */
export const shiftedOf = ({ page }: Visit): Promise<string[]> => page.evaluate<string[]>('globalThis.shifted');
