import { ensureBuilt } from '../../scripts/prepare.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { PartProcess } from '../chaos/part-process.js';
import { API_KEY } from '../e2e/management-client.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';
import { signIn } from './sign-in.js';

const EVENTS = 500;
/** Requests that each process is at once at: their transactions end in another order than they began. */
const AT_ONCE = 8;

/** Two processes of the built product write while the page is open. It builds, and is no part of .ci/run. */
describe.skipIf(!hasChromium)('the live events', () => {
  let rig: PortalRig;
  let second: PartProcess;
  let urls: string[];
  let directories: RigDirectory[];
  let visit: Visit;

  beforeAll(async () => {
    await ensureBuilt();
    rig = await PortalRig.start();
    const port = String(await freePort());
    second = new PartProcess('api', {
      PORT: port,
      HOST: '127.0.0.1',
      DATABASE_URL: rig.app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_API_KEY: API_KEY,
    });
    await second.start();
    urls = [rig.url, `http://127.0.0.1:${port}`];
    directories = [await rig.app.directory(), await rig.app.directory()];
    // What was there before is no part of the tail.
    for (let at = 0; at < 5; at++) await rig.app.user(directories[0]!, `before${at}@megasoft.example`);
    visit = await signIn(rig);
  }, 400_000);
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await second?.stop();
    await rig?.stop();
  });

  const page = () => visit.page;
  const table = () => page().getByRole('table', { name: 'Events' });
  const shown = () =>
    table()
      .getByRole('link')
      .evaluateAll((links) => links.map(({ id }) => id.replace('row-', '')));

  /** Its share of the people, to both directories in turn. */
  const write = async (url: string, name: string): Promise<void> => {
    let next = 0;
    const one = async (): Promise<void> => {
      for (let at = next++; at < EVENTS / urls.length; at = next++) {
        const { directoryId, secret } = directories[at % directories.length]!;
        const response = await fetch(`${url}/directory/${directoryId}/scim/v2/Users`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' },
          body: JSON.stringify({
            schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
            userName: `${name}${at}@megasoft.example`,
          }),
        });
        if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  };

  it(
    'show what two processes write, once each and in the order of the feed, over a pause',
    { timeout: 180_000 },
    async () => {
      await page().goto('/dashboard/events');
      await table().waitFor();
      const [last] = (await rig.app.get('events?limit=1000')).body.events.slice(-1) as [{ id: string }];
      const reading = page().waitForResponse((response) => response.url().includes('/events?'));
      await page().getByRole('switch', { name: 'Live' }).check({ force: true });
      await reading;
      const written = Promise.all(urls.map((url, at) => write(url, `writer${at}-`)));
      await table().waitFor();
      await expect.poll(async () => (await shown()).length).toBeGreaterThan(20);
      const pause = page().getByRole('button', { name: 'Pause' });
      expect(await pause.getAttribute('aria-pressed')).toBe('false');
      await pause.click();
      await expect.poll(() => pause.getAttribute('aria-pressed')).toBe('true');
      await written;
      const feed = await rig.app.events(`after=${last.id}`, EVENTS);
      const paused = await shown();
      console.log(`${paused.length} of ${feed.length} events were shown when the page was paused`);
      // What came until then, without a gap: the oldest stands last.
      expect(paused.toReversed()).toEqual(feed.slice(0, paused.length).map(({ id }) => id));
      await pause.click();
      await expect.poll(async () => (await shown()).length).toBe(EVENTS);
      expect((await shown()).toReversed()).toEqual(feed.map(({ id }) => id));
      expect(visit.violations).toEqual([]);
    },
  );

  it('show another type from the same moment on', async () => {
    await page().getByRole('combobox', { name: 'Event type' }).selectOption('organization.directory.user_deleted');
    await page().getByText('Waiting for the next event').waitFor();
    const { users } = (await rig.app.get(`${directories[0]!.path}/users`)).body;
    await rig.app.scim(directories[0]!, 'DELETE', `Users/${users[0].id}`);
    await expect.poll(async () => (await shown()).length).toBe(1);
    await page().getByRole('combobox', { name: 'Event type' }).selectOption('All');
    await expect
      .poll(() =>
        page()
          .getByText(`${EVENTS + 1} events since the live view was opened`)
          .count(),
      )
      .toBe(1);
  });
});
