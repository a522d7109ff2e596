import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { NpmStart } from '../support/npm-start.js';
import { closeBrowser, hasChromium, Visit } from './browser.js';

/** Only util-linux gives a process a terminal without a package, and without one no sign-in link is printed. */
const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

/** How long a person looks at a page before the next click. 0: as fast as the pages are. */
const PAUSE_MS = Number(process.env['PORTAL_PAUSE_MS'] ?? 0);

/**
 * The way of a newcomer from `npm start` to the first webhook, by clicks alone. It needs its own PostgreSQL and is no part of .ci/run:
 * `npm test -- --project portal test/portal/first-webhook` prints how long each step took. With PORTAL_PAUSE_MS=3000 it is as slow as
 * somebody who reads.
 */
describe.skipIf(!hasChromium || !hasTerminal)('from npm start to the first webhook', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'rollcall-first-'));
  let rollcall: NpmStart | undefined;

  afterAll(async () => {
    await closeBrowser();
    if (rollcall !== undefined) {
      const { pid } = JSON.parse(readFileSync(join(scratch, 'launcher.json'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGTERM');
      await rollcall.ended;
    }
    rmSync(scratch, { recursive: true, force: true });
  });

  it('is a matter of clicks, none of them on anything but a page of Rollcall', async () => {
    const begin = performance.now();
    const laps: string[] = [];
    const lap = (what: string) => laps.push(`${((performance.now() - begin) / 1_000).toFixed(1)} s  ${what}`);
    rollcall = new NpmStart({ PORT: String(await freePort()), ROLLCALL_DATA_DIR: scratch }, { terminal: true });
    await rollcall.printed('Push a user over SCIM');
    const link = /Sign in {4}(\S+)/.exec(rollcall.output)![1]!;
    lap('npm start has printed the sign-in link');

    const visit = await Visit.begin(new URL(link).origin);
    visit.context.setDefaultTimeout(30_000);
    const { page } = visit;
    const look = () => page.waitForTimeout(PAUSE_MS);
    const press = async (name: string, within: Page | ReturnType<Page['getByRole']> = page) => {
      await look();
      await within.getByRole('button', { name, exact: true }).click();
    };
    await page.goto(link);
    await press('Continue');
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    lap('signed in');

    await press('Add endpoint');
    const endpoint = page.getByRole('dialog', { name: 'Add endpoint' });
    await press('Use a test inbox', endpoint);
    await expect.poll(() => endpoint.getByLabel('URL').inputValue()).toContain('/inbox/');
    await press('Add endpoint', endpoint);
    await press('Done', endpoint);
    lap('the endpoint is a test inbox');

    await press('Simulate a provider');
    await press('Start simulation', page.getByRole('dialog', { name: 'Simulate a provider' }));
    await page.getByText('The simulation is finished').waitFor();
    lap('the simulated provider has sent its people');

    await page.keyboard.press('Escape');
    await press('Watch the test inbox');
    const received = page.getByRole('list', { name: 'Received requests' });
    await received.getByText('Signature valid').first().waitFor();
    lap('the first webhook is on the screen, its signature valid');
    console.log(`from npm start to the first webhook, ${PAUSE_MS} ms before each click:\n${laps.join('\n')}`);
    expect(visit.violations).toEqual([]);
    await visit.end();
  });
});
