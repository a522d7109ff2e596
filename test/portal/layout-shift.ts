import { expect } from 'vitest';
import { type Visit } from './browser.js';

/** What a page may move by itself while it loads: Chromium's score, of which 1 is everything by the height of the window. */
export const MOST_SHIFT = 0.02;

/** How much later than asked the answers of the api come, in milliseconds, one after the other: in another order than they were asked for. */
const DELAYS = [90, 0, 150, 30, 120, 60];

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
  let open = 0;
  await page.route(/\/(?:portal\/api|api\/v1)\//, async (route) => {
    open += 1;
    await new Promise((resolve) => setTimeout(resolve, DELAYS[asked++ % DELAYS.length]));
    await route.continue().catch(() => undefined);
  });
  const over = () => (open -= 1);
  const isOfApi = (url: string) => /\/(?:portal\/api|api\/v1)\//.test(url);
  page.on('requestfinished', (request) => isOfApi(request.url()) && over());
  page.on('requestfailed', (request) => isOfApi(request.url()) && over());
  return {
    /** Everything is there that a page asks for before it is complete, and was painted. */
    settled: async () => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      await expect.poll(() => open, { interval: 10 }).toBe(0);
      await page.evaluate(
        'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))',
      );
    },
  };
}

export const shiftOf = ({ page }: Visit): Promise<number> => page.evaluate<number>('globalThis.shift');

/** What moved, for whoever mends it. */
export const shiftedOf = ({ page }: Visit): Promise<string[]> => page.evaluate<string[]>('globalThis.shifted');
