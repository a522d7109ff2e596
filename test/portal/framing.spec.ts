import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { PortalRig } from './portal-rig.js';

const HOUR_MS = 3_600_000;

/** A page of an application that shows a link in a frame, and keeps what the portal tells it. */
const parentPage = (location: string) => `<!doctype html><title>The application</title>
<script>
  globalThis.told = [];
  addEventListener('message', ({ data, origin }) => globalThis.told.push({ ...data, origin }));
</script>
<iframe src="${location}" title="Directory" width="1000" height="700"></iframe>`;

describe.skipIf(!hasChromium)('the portal in a frame', () => {
  let rig: PortalRig;
  let application: Server;
  let origin: string;
  let organizationId: string;
  let shown = '';

  beforeAll(async () => {
    application = createServer((_, response) => response.setHeader('content-type', 'text/html').end(parentPage(shown)));
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
    rig = await PortalRig.start();
    organizationId = await rig.organization();
  });
  afterAll(async () => {
    await closeBrowser();
    await rig.stop();
    application.close();
  });

  const allow = (...allowed_origins: string[]) =>
    rig.app.call('PUT', `/api/v1/organizations/${organizationId}/portal_settings`, { allowed_origins });
  const newLink = async (): Promise<string> =>
    (await rig.app.call('PUT', `/api/v1/organizations/${organizationId}/portal_links`, { expires_in: '1h' })).body.link
      .location;
  /** The application's page with this address in its frame. */
  const show = async (location: string): Promise<{ visit: Visit; frame: () => Frame }> => {
    shown = location;
    const visit = await Visit.begin(origin);
    await visit.page.goto('/');
    return { visit, frame: () => visit.page.frames()[1]! };
  };
  const told = (visit: Visit, type: string) =>
    visit.page.evaluate<Record<string, unknown>[]>(`told.filter((one) => one.event_type === ${JSON.stringify(type)})`);

  it('opens for an allowed origin without a further click, and tells it how long it lasts, and when it ends', async () => {
    await allow(origin);
    shown = await newLink();
    const visit = await Visit.begin(origin);
    await visit.page.clock.install();
    await visit.page.goto('/');
    const portal = visit.page.frameLocator('iframe');
    await portal.getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    await expect.poll(() => told(visit, 'PORTAL_LOAD_SUCCESS')).toHaveLength(1);
    const [loaded] = await told(visit, 'PORTAL_LOAD_SUCCESS');
    expect(loaded).toMatchObject({ origin: rig.url, data: { expiry: expect.any(String) } });
    expect(await told(visit, 'PORTAL_SESSION_WARNING')).toEqual([]);
    await visit.page.clock.fastForward(6 * HOUR_MS - 4 * 60_000);
    await portal.getByRole('dialog', { name: 'Your session ends soon' }).waitFor();
    await expect.poll(() => told(visit, 'PORTAL_SESSION_WARNING')).toHaveLength(1);
    await visit.page.clock.fastForward(5 * 60_000);
    await portal.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await expect.poll(() => told(visit, 'PORTAL_SESSION_EXPIRY')).toHaveLength(1);
    await visit.end();
  });

  it.each([
    ['of an origin that is not allowed', ['https://app.acme.example']],
    ['where nobody is allowed', []],
  ])('stays blank %s, and the link is not used up', async (_when, allowed) => {
    await allow(...allowed);
    const location = await newLink();
    const { visit, frame } = await show(location);
    await expect.poll(() => frame().url()).toMatch(/^chrome-error:/);
    expect(await told(visit, 'PORTAL_LOAD_SUCCESS')).toEqual([]);
    const alone = await Visit.begin(rig.url);
    await alone.page.goto(location);
    await alone.page.getByRole('button', { name: 'Continue' }).waitFor();
    await alone.end();
    await visit.end();
  });

  it('is no place for the dashboard', async () => {
    await allow(origin);
    const { visit, frame } = await show(`${rig.url}/dashboard`);
    await expect.poll(() => frame().url()).toMatch(/^chrome-error:/);
    await visit.end();
    const policy = async (path: string) => (await fetch(`${rig.url}${path}`)).headers.get('content-security-policy');
    for (const path of ['/dashboard', '/dashboard/endpoints', '/portal', '/portal/l/unknown']) {
      expect(await policy(path), path).toContain("frame-ancestors 'none'");
    }
  });

  it('offers a tab where the browser keeps no cookie of a frame', async () => {
    await allow(origin);
    const location = await newLink();
    shown = location;
    const visit = await Visit.begin(origin);
    // As a browser that blocks cookies of other sites.
    await visit.page.route(`${rig.url}/portal/l/*`, async (route) => {
      const request = route.request();
      // Not by the browser's own context, which would keep the cookies of the answer.
      const answer = await fetch(request.url(), {
        method: request.method(),
        redirect: 'manual',
        headers: { 'sec-fetch-dest': 'iframe', 'content-type': 'application/x-www-form-urlencoded' },
      });
      const { 'set-cookie': _blocked, ...headers } = Object.fromEntries(answer.headers);
      await route.fulfill({ status: answer.status, headers, body: await answer.text() });
    });
    await visit.page.goto('/');
    const link = visit.page.frameLocator('iframe').getByRole('link', { name: 'Open in a new tab' });
    await link.waitFor();
    await visit.page.unroute(`${rig.url}/portal/l/*`);
    const opened = visit.context.waitForEvent('page');
    await link.click();
    const tab = await opened;
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    await visit.end();
  });
});
