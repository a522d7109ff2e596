import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/prepare.mjs';
import { World } from '../chaos/world.js';
import { redisInstalled } from '../support/redis-server.js';
import { closeBrowser, hasChromium, Visit } from './browser.js';

/** Servers of its own that are stopped and started under open pages. It builds, and is no part of .ci/run. */
describe.skipIf(!hasChromium || !redisInstalled())('open pages', () => {
  let world: World;
  let directory: { id: string; secret: string };
  let portal: Visit;
  let dashboard: Visit;
  /** Of the link: the address that the api calls its own. */
  let url: string;

  beforeAll(async () => {
    await ensureBuilt();
    world = await World.start({ redis: 'memory' });
    const { rest } = world;
    const { organization } = await rest.must<{ organization: { id: string } }>('POST', '/api/v1/organizations', {
      display_name: 'Megasoft',
    });
    const directories = `/api/v1/organizations/${organization.id}/directories`;
    const { directory: made } = await rest.must<{ directory: { id: string } }>('POST', directories, {
      directory_provider: 'OKTA',
    });
    const { plain_secret: secret } = await rest.must<{ plain_secret: string }>(
      'POST',
      `${directories}/${made.id}/secrets`,
    );
    directory = { id: made.id, secret };
    await push('ada');
    const links = `/api/v1/organizations/${organization.id}/portal_links`;
    const { link } = await rest.must<{ link: { location: string } }>('PUT', links, { expires_in: '1h' });
    url = new URL(link.location).origin;
    portal = await Visit.begin(url);
    await portal.page.goto(link.location);
    await portal.page.getByRole('button', { name: 'Continue' }).click();
    await portal.page.getByRole('navigation', { name: 'Portal' }).waitFor({ state: 'attached' });
    const scopes = ['read', 'write', 'admin'];
    const { plain_key: key } = await rest.must<{ plain_key: string }>('POST', '/api/v1/api_keys', {
      name: 'Ops',
      scopes,
    });
    dashboard = await Visit.begin(url);
    dashboard.context.setDefaultTimeout(30_000);
    await dashboard.page.goto('/dashboard');
    await dashboard.page.getByLabel('API key', { exact: true }).fill(key);
    await dashboard.page.getByRole('button', { name: 'Sign in' }).click();
    await dashboard.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  }, 400_000);
  afterAll(async () => {
    await portal?.end();
    await dashboard?.end();
    await closeBrowser();
    await world?.close();
  });

  const push = async (name: string): Promise<void> => {
    const response = await fetch(`${world.url}/directory/${directory.id}/scim/v2/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${directory.secret}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `${name}@megasoft.example`,
      }),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  };
  const person = (name: string) => portal.page.getByRole('row').filter({ hasText: `${name}@megasoft.example` });
  const old = ({ page }: Visit) => page.getByText(/^not updated since/i);
  const stay = (visit: Visit) => visit.page.evaluate('globalThis.sameDocument = true');
  const stayed = (visit: Visit) => visit.page.evaluate('globalThis.sameDocument');

  it('go on without Redis, and only "Queues" says that it is away', { timeout: 180_000 }, async () => {
    await portal.page.goto(`/portal/d/${directory.id}/users`);
    await person('ada').first().waitFor();
    await dashboard.page.goto('/dashboard/queues');
    await dashboard.page.getByText('redis · reachable').waitFor();
    await stay(portal);
    await stay(dashboard);
    await world.redis.kill();
    await dashboard.page.getByText(/redis · (?!reachable)/).waitFor();
    await push('grace');
    await person('grace').first().waitFor();
    expect(await old(portal).count()).toBe(0);
    for (const path of ['', '/groups', '/requests', '/mapping', '/settings', '/users']) {
      await portal.page.goto(`/portal/d/${directory.id}${path}`);
      await portal.page.getByRole('tab', { selected: true }).waitFor();
      await expect.poll(() => portal.page.locator('[aria-busy="true"]').count()).toBe(0);
      expect(await portal.page.getByRole('alert').allTextContents(), path).toEqual([]);
    }
    await world.redis.start();
    await dashboard.page.getByText('redis · reachable').waitFor();
    expect(await stayed(dashboard)).toBe(true);
  });

  it('keep what they had without PostgreSQL, say so, and go on by themselves', { timeout: 180_000 }, async () => {
    await dashboard.page.goto('/dashboard/deliveries');
    await dashboard.page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    await dashboard.page.goto('/dashboard/organizations');
    const organization = dashboard.page.getByRole('link', { name: 'Megasoft' });
    await organization.waitFor();
    await portal.page.goto(`/portal/d/${directory.id}/users`);
    await person('ada').first().waitFor();
    await stay(portal);
    await stay(dashboard);
    await world.postgres.stop();
    await old(portal).first().waitFor({ timeout: 40_000 });
    expect(await person('ada').first().isVisible()).toBe(true);
    // Neither face takes it for the end of the session.
    expect(await portal.page.getByRole('dialog').count()).toBe(0);
    await portal.page.getByRole('tab', { name: 'Groups' }).click();
    await portal.page.getByRole('alert').first().waitFor({ timeout: 40_000 });
    await portal.page.getByRole('tab', { name: 'Users' }).click();
    await person('ada').first().waitFor();
    await dashboard.page.getByRole('link', { name: 'Queues', exact: true }).click();
    await dashboard.page.getByRole('alert').first().waitFor({ timeout: 40_000 });
    await dashboard.page.getByRole('link', { name: 'Organizations', exact: true }).click();
    await organization.waitFor();
    expect(await dashboard.page.getByRole('heading', { name: 'Sign in to Rollcall' }).count()).toBe(0);
    await world.postgres.start();
    await world.ready();
    await push('edsger');
    await person('edsger').first().waitFor({ timeout: 60_000 });
    await expect.poll(() => old(portal).count(), { timeout: 40_000 }).toBe(0);
    await dashboard.page.getByRole('link', { name: 'Queues', exact: true }).click();
    await dashboard.page.getByText('redis · reachable').waitFor({ timeout: 60_000 });
    expect([await stayed(portal), await stayed(dashboard)]).toEqual([true, true]);
    expect([...portal.violations, ...dashboard.violations]).toEqual([]);
  });
});
