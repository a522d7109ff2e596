import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium } from './browser.js';
import { PortalRig } from './portal-rig.js';

const LIMIT = 270 * 1_024;

describe.skipIf(!hasChromium)('the first load of the portal', () => {
  let rig: PortalRig;

  beforeAll(async () => {
    rig = await PortalRig.start();
  });
  afterAll(async () => {
    await closeBrowser();
    await rig.stop();
  });

  it('is within its limit, compressed, from one origin, without a violation of the policy or a layout shift', async () => {
    const visit = await rig.open(await rig.organization());
    const session = await visit.context.newCDPSession(visit.page);
    await session.send('Network.enable');
    let bytes = 0;
    const counted = new Set<string>();
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (!new URL(response.url).pathname.startsWith('/portal/api/')) counted.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (counted.has(requestId)) bytes += encodedDataLength;
    });
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await visit.page.addInitScript({
      content: `globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) globalThis.shift += value;
        }).observe({ type: 'layout-shift', buffered: true });`,
    });
    await visit.page.goto('/portal/new', { waitUntil: 'networkidle' });
    await visit.page.getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    const shift = await visit.page.evaluate<number>('globalThis.shift');
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(LIMIT);
    console.log(`first load of the portal: ${Math.round(bytes / 1_024)} KiB as sent`);
    expect(shift).toBeLessThan(0.02);
    expect(visit.violations).toEqual([]);
    await visit.end();
  });
});
