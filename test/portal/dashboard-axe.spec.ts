import axe, { type AxeResults } from 'axe-core';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta } from '../../apps/demo/src/okta.js';
import { WriteLog } from '../../apps/demo/src/write-log.js';
import { until } from '../support/index.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA, HOSTILE } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';
import { signIn } from './sign-in.js';

const WIDTHS = [1_440, 375];
const SCHEMES = ['light', 'dark'] as const;
/** A folder: each page is photographed there. */
const SHOTS = process.env['PORTAL_SCREENSHOTS'];

const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click();

/** Every page of the dashboard, and a dialog that is opened on it. `{…}` is an id of the rig. */
const PAGES: [path: string, open?: (page: Page) => Promise<void>][] = [
  ['/'],
  ['/', button('Simulate a provider')],
  ['/nowhere'],
  ['/organizations', button('Create organization')],
  ['/organizations/{organization}'],
  ['/organizations/{organization}', button('Create portal link')],
  ['/organizations/{organization}/connect'],
  ['/organizations/{organization}/portal'],
  ['/organizations/{organization}/endpoints'],
  ['/organizations/{organization}/events'],
  ['/organizations/{organization}/mail'],
  ['/organizations/{organization}/settings', button('Delete organization')],
  ['/organizations/{organization}/directories/{directory}'],
  ['/organizations/{organization}/directories/{directory}/users'],
  ['/organizations/{organization}/directories/{directory}/settings'],
  ['/directories'],
  ['/endpoints'],
  ['/endpoints', button('Add endpoint')],
  ['/endpoints/{endpoint}'],
  ['/endpoints/{endpoint}', button('Replay deliveries')],
  ['/endpoints/{endpoint}/health'],
  ['/endpoints/{endpoint}/secret', button('Rotate secret')],
  ['/endpoints/{endpoint}/settings'],
  ['/deliveries'],
  ['/deliveries/{delivery}'],
  ['/events'],
  ['/events/{event}'],
  ['/replays'],
  ['/deprovisionings'],
  ['/queues'],
  ['/keys', button('Create API key')],
  ['/roles'],
  ['/roles', button('Add role')],
  ['/audit'],
  ['/portal-settings'],
  ['/inboxes/{inbox}'],
];

describe.skipIf(!hasChromium)('every page of the dashboard', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let receiver: Server;
  let visit: Visit;
  let ids: Record<string, string>;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(503, { 'content-type': 'text/plain' }).end('down for maintenance');
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    await rig.app.call('PUT', '/api/v1/roles', {
      roles: [
        { name: 'admin', display_name: 'Administrator', priority: 1, privileged: true },
        { name: 'viewer', display_name: 'Viewer', priority: 2, default: true },
      ],
    });
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
    const { endpoint } = (await rig.app.post('webhook_endpoints', { url, description: 'The app' })).body;
    const { inbox } = (await rig.app.post('inboxes', { name: 'Test inbox' })).body;
    await rig.app.post('webhook_endpoints', { url: inbox.url, organization_id: directory.organizationId });
    const okta = new Okta(`${rig.url}/directory/${directory.directoryId}/scim/v2`, directory.secret, new WriteLog());
    for (const person of [ADA, HOSTILE]) await okta.assign(person);
    await okta.createGroup('Engineering', [ADA]);
    await okta.deactivate(HOSTILE);
    await rig.app.post(`webhook_endpoints/${endpoint.id}:test`);
    await rig.app.post(`webhook_endpoints/${endpoint.id}:replay`, { since: new Date(0).toISOString() });
    const { deliveries } = (await rig.app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body;
    const events = await rig.app.events('', 3);
    await until(async () => {
      const { requests } = (await rig.app.get(`inboxes/${inbox.id}`)).body.inbox;
      if (requests.length < 3) throw new Error(`${requests.length} requests have arrived`);
    });
    ids = {
      organization: directory.organizationId,
      directory: directory.directoryId,
      endpoint: endpoint.id,
      inbox: inbox.id,
      delivery: deliveries.at(-1).id,
      event: events[0]!.id,
    };
    visit = await signIn(rig);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig.stop();
    receiver.close();
  });

  it('signs in on a clean page', async () => {
    const other = await signIn(rig);
    await other.page.getByRole('button', { name: 'Sign out' }).click();
    await other.page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    await check(other.page, 'sign-in');
    expect(other.violations).toEqual([]);
    await other.end();
  });

  it.each(PAGES.map(([path, open], at) => ({ path, open, at })))(
    '$path is clean in both themes and widths',
    async ({ path, open, at }) => {
      const { page } = visit;
      const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
      await page.setViewportSize({ width: WIDTHS[0]!, height: 900 });
      await page.goto(`/dashboard${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      if (open !== undefined) {
        await open(page);
        await page.getByRole('dialog').waitFor();
      }
      await check(page, `${String(at).padStart(2, '0')}${path.replaceAll(/[^\w]+/g, '-')}`);
      expect(visit.violations).toEqual([]);
    },
  );
});

async function check(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect.soft(sideways, `${name} at ${width} px`).toBeLessThanOrEqual(0);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`) });
      expect.soft(await findings(page), `${name} at ${width} px, ${colorScheme}`).toEqual([]);
    }
  }
}

async function findings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
