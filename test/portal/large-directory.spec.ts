import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedPeople } from '../support/seed-people.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

const USERS = 100_000;
/** The rows of a page and its header: more of them in the document make every page slow. */
const MOST_ROWS = 60;

/** It seeds for half a minute, and is no part of .ci/run: `npm test -- --project portal test/portal/large-directory`. */
describe.skipIf(!hasChromium)('a directory of 100,000 users', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    const pool = new Pool({ connectionString: rig.app.database.ownerUrl, max: 1 });
    await seedPeople(pool, { ...directory, secretId: '' }, USERS, 100);
    await pool.query('ANALYZE');
    await pool.end();
    visit = await rig.open(directory.organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await rig?.stop();
  });

  const page = () => visit.page;
  const rows = () => page().getByRole('table', { name: 'Users' }).getByRole('row');

  /** Prints how long it takes until the person stands there; how long that may be is for whoever reads it. */
  async function shown(what: string, user: string, act: () => Promise<unknown>): Promise<void> {
    const begin = performance.now();
    await act();
    await rows().filter({ hasText: user }).first().waitFor({ timeout: 60_000 });
    console.log(`${what}: ${Math.round(performance.now() - begin)} ms`);
    expect(await rows().count()).toBeLessThanOrEqual(MOST_ROWS);
  }

  it('shows a page at a time, and finds people by the beginning of the user name', async () => {
    await shown('first page', 'person', () => page().goto(`/portal/d/${directory.directoryId}/users`));
    const first = await rows().nth(1).textContent();
    const begin = performance.now();
    await page().getByRole('button', { name: 'Next page' }).click();
    await expect.poll(() => rows().nth(1).textContent(), { interval: 20 }).not.toBe(first);
    console.log(`next page: ${Math.round(performance.now() - begin)} ms`);
    expect(await rows().count()).toBeLessThanOrEqual(MOST_ROWS);
    await shown('search', 'person99999@example.com', () =>
      page().getByRole('searchbox', { name: 'Search users' }).fill('person99999'),
    );
  });

  it('says beside a field for how many active users its value is missing', async () => {
    const begin = performance.now();
    await page().goto(`/portal/d/${directory.directoryId}/mapping`);
    const missing = (field: string) =>
      page()
        .getByRole('table', { name: 'Attribute mapping' })
        .getByRole('row')
        .filter({ has: page().getByText(field, { exact: true }) })
        .locator('[data-label="Missing"]');
    // Every twentieth is inactive, and is not counted.
    await expect.poll(() => missing('department').textContent(), { timeout: 60_000 }).toBe('95,000');
    expect(await missing('email').textContent()).toBe('0');
    console.log(`mapping: ${Math.round(performance.now() - begin)} ms`);
  });
});
