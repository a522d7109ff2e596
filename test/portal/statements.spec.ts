import axe, { type AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasChromium, Visit } from './browser.js';
import { DASHBOARD, numbered } from './every-page.js';
import { ExampleWorld } from './example-world.js';
import { signIn } from './sign-in.js';

interface Control {
  name: string;
  off: boolean;
  why: string;
}

/** Every button of a page, what changes something at once, and why it is off. */
const CONTROLS = `[...document.querySelectorAll('main button, main select')].filter(
  (control) => control.checkVisibility() && !control.readOnly && !['tab', 'option'].includes(control.getAttribute('role')),
).map((control) => ({
  name: control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent,
  off: control.disabled || control.getAttribute('aria-disabled') === 'true',
  why: [control.title, ...(control.getAttribute('aria-describedby') ?? '').split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')].join(''),
}))`;
/** Controls that only look, and fields of a form whose button is off. */
const READS =
  /^(Search|Filter|State|Status|Event type|Endpoint|Organization|Provider|Period|Outcome|Action|Group|Health|Object|Actor|Live|Copy|Previous|Next|Close|Show|Hide|Preview with|Preview changes|Node\.js|Python|Go$|Ruby|Try again|Find|Language|Back|Download|Watch|Scenario|Payload format)/;
const OFF_BY_ITSELF = /^(Previous|Next|Copy signing secret|Copy token|Discard changes|Users file|Provider$)/;

/** What holds on many pages at once. It takes minutes, and is no part of .ci/run: `npm test -- --project portal test/portal/statements`. */
describe.skipIf(!hasChromium)('the pages', () => {
  let world: ExampleWorld;

  beforeAll(async () => {
    world = await ExampleWorld.create();
  });
  afterAll(async () => {
    await closeBrowser();
    await world?.stop();
  });

  const app = () => world.rig.app;
  const organization = () => world.ids['organization']!;

  it.each(['#ffff00', '#000000', '#ff0000', '#777777'])(
    'can be read with the accent %s in both themes',
    async (accent) => {
      await app().call('PUT', `/api/v1/organizations/${organization()}/portal_settings`, { accent });
      const visit = await world.rig.open(organization());
      for (const path of ['/portal/new', world.address('/portal/d/{directory}/mapping')]) {
        await visit.page.goto(path);
        await visit.page.getByRole('heading', { level: 1 }).waitFor();
        await expect.poll(() => visit.page.locator('[aria-busy="true"]').count()).toBe(0);
        await visit.page.evaluate(axe.source);
        for (const colorScheme of ['light', 'dark'] as const) {
          await visit.page.emulateMedia({ colorScheme });
          const { violations } = await visit.page.evaluate<AxeResults>(
            `axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } })`,
          );
          expect(
            violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
            `${path}, ${colorScheme}`,
          ).toEqual([]);
        }
      }
      await visit.end();
    },
  );

  it('of the dashboard are all readable with a key that may only read, and say what else they need', async () => {
    const { plain_key: key } = (await app().post('api_keys', { name: 'reader', scopes: ['read'] })).body;
    const visit = await signIn(world.rig, key);
    const needAdmin: string[] = [];
    const refused: string[] = [];
    const paths = new Set(numbered('dashboard', DASHBOARD).map(({ path }) => path));
    for (const path of paths) {
      await visit.page.goto(`/dashboard${world.address(path)}`);
      await visit.page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => visit.page.locator('[aria-busy="true"]').count()).toBe(0);
      if ((await visit.page.getByText('lacks the scope "admin"').count()) > 0) needAdmin.push(path);
      if ((await visit.page.getByRole('alert').count()) > 0) refused.push(path);
    }
    expect(refused).toEqual([]);
    expect(needAdmin.sort()).toEqual(
      [
        '/audit',
        '/keys',
        '/organizations/{bare}/portal',
        '/organizations/{organization}/portal',
        '/portal-settings',
      ].sort(),
    );
    await visit.end();
  });

  it('switch off what a key may not do that may only read, and say why', async () => {
    const { plain_key: key } = (await app().post('api_keys', { name: 'looker', scopes: ['read'] })).body;
    const visit = await signIn(world.rig, key);
    const wrong: string[] = [];
    for (const path of new Set(numbered('dashboard', DASHBOARD).map(({ path: one }) => one))) {
      await visit.page.goto(`/dashboard${world.address(path)}`);
      await visit.page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => visit.page.locator('[aria-busy="true"]').count()).toBe(0);
      for (const { name, off, why } of await visit.page.evaluate<Control[]>(CONTROLS)) {
        if (off && why === '' && !OFF_BY_ITSELF.test(name)) wrong.push(`${path}: "${name}" is off without a reason`);
        if (!off && !READS.test(name)) wrong.push(`${path}: "${name}" is on`);
      }
    }
    expect(wrong).toEqual([]);
    await visit.end();
  });

  it('keep the page of a list in the address, too', async () => {
    const other = await app().directory();
    for (let at = 0; at < 60; at++) await app().user(other, `person${at}@megasoft.example`);
    const path = `/dashboard/organizations/${other.organizationId}/directories/${other.directoryId}/users?status=active`;
    const names = (of: Visit) => of.page.getByRole('table', { name: 'Users' }).getByRole('link').allTextContents();
    const visit = await signIn(world.rig);
    await visit.page.goto(path);
    await expect.poll(async () => (await names(visit)).length).toBe(50);
    await visit.page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(async () => (await names(visit)).length).toBe(10);
    const second = await signIn(world.rig);
    await second.page.goto(visit.page.url());
    await expect.poll(() => names(second)).toEqual(await names(visit));
    await second.page.getByRole('button', { name: 'Previous page' }).click();
    await expect.poll(async () => (await names(second)).length).toBe(50);
    await second.end();
    await visit.end();
  });

  it('keep filters and period in the address: another browser shows the same rows', async () => {
    const visit = await signIn(world.rig);
    await visit.page.goto('/dashboard/deliveries');
    const state = visit.page.getByRole('combobox', { name: 'State' });
    await state.selectOption('Retrying');
    await visit.page.getByRole('combobox', { name: 'Period' }).selectOption('7 days');
    await visit.page.getByRole('combobox', { name: 'Organization' }).selectOption('Megasoft');
    await expect.poll(() => visit.page.url()).toContain('organization=');
    const rows = (of: Visit) => of.page.getByRole('table', { name: 'Deliveries' }).getByRole('row').getByRole('link');
    const ids = (of: Visit) => rows(of).evaluateAll((links) => links.map(({ id }) => id));
    await expect
      .poll(() => visit.page.getByRole('table', { name: 'Deliveries' }).getByText('Delivered').count())
      .toBe(0);
    const shown = await ids(visit);
    expect(shown.length).toBeGreaterThan(0);
    const other = await signIn(world.rig);
    await other.page.goto(visit.page.url());
    await expect.poll(() => ids(other)).toEqual(shown);
    expect(await other.page.getByRole('combobox', { name: 'State' }).inputValue()).toBe('retrying');
    await other.end();
    await visit.end();
  });

  it('keep what they had while the server fails, say how old it is, and go on by themselves', async () => {
    const visit = await world.rig.open(organization());
    await visit.page.goto(world.address('/portal/d/{directory}/users'));
    const row = visit.page.getByRole('row').filter({ hasText: 'Ada Lovelace' });
    await row.waitFor();
    // As without PostgreSQL, and as without a network.
    await visit.page.route('**/portal/api/**', (route) => route.fulfill({ status: 503, body: '{"message":"down"}' }));
    await visit.page
      .getByText(/^not updated since/i)
      .first()
      .waitFor({ timeout: 20_000 });
    expect(await row.isVisible()).toBe(true);
    await visit.page.unroute('**/portal/api/**');
    await expect.poll(() => visit.page.getByText(/^not updated since/i).count(), { timeout: 45_000 }).toBe(0);
    expect(await row.isVisible()).toBe(true);
    await visit.end();
  });

  it('ask for nothing after half an hour without anybody, and go on with the first movement', async () => {
    const visit = await world.rig.open(organization());
    await visit.page.clock.install();
    await visit.page.goto(world.address('/portal/d/{directory}/users'));
    await visit.page.getByRole('row').filter({ hasText: 'Ada Lovelace' }).waitFor();
    await visit.page.clock.fastForward(31 * 60_000);
    await visit.page.getByText(/^Paused: nobody has used this page/).waitFor();
    // What was under way has been answered.
    await visit.page.waitForLoadState('networkidle');
    visit.requests.length = 0;
    await visit.page.clock.runFor(60_000);
    expect(visit.requests.filter((url) => url.includes('/portal/api/directories'))).toEqual([]);
    const read = visit.page.waitForResponse((response) => response.url().includes('/users?'));
    await visit.page.mouse.move(100, 200);
    await read;
    await visit.page.getByText(/^Paused/).waitFor({ state: 'detached' });
    await visit.end();
  });

  it('of the portal end everywhere once the link is revoked', async () => {
    const visit = await world.rig.open(organization());
    await visit.page.goto('/portal/activity');
    await visit.page.getByRole('table').waitFor();
    await app().delete(`organizations/${organization()}/portal_links/${world.rig.lastLinkId}`);
    await visit.page.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ timeout: 15_000 });
    await visit.end();
  });

  it('send the key that signed in once, and never again', async () => {
    const { plain_key: key } = (await app().post('api_keys', { name: 'sender', scopes: ['read'] })).body;
    const visit = await Visit.begin(world.rig.url);
    const sent: string[] = [];
    visit.page.on('request', (request) => {
      const text = JSON.stringify(request.headers()) + (request.postData() ?? '');
      if (text.includes(key as string)) sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    await visit.page.goto('/dashboard');
    await visit.page.getByLabel('API key', { exact: true }).fill(key as string);
    await visit.page.getByRole('button', { name: 'Sign in' }).click();
    await visit.page.getByRole('heading', { name: 'First steps' }).waitFor();
    for (const link of ['Organizations', 'Endpoints', 'Events']) {
      await visit.page.getByRole('link', { name: link, exact: true }).click();
      await visit.page.getByRole('heading', { name: link, level: 1 }).waitFor();
    }
    await visit.page.reload();
    await visit.page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
    expect(sent).toEqual(['POST /api/v1/sessions']);
    await visit.end();
  });
});
