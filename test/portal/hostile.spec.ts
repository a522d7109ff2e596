import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../support/index.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { checkPage, LOOKS } from './page-check.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';
import { signIn } from './sign-in.js';

const HTML = '<img src=x onerror=alert(1)>';
/** Text that runs backwards, and characters that nobody sees. */
const BIDI = '\u202Egpj.lasrever\u202C';
const UNSEEN = 'A\u200Bd\u200Da\u2060\uFEFF';
const LONG = 'x'.repeat(100_000);
const GROUPS = 300;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** What providers send is shown as text, wherever it stands, and breaks no page. Not a part of .ci/run. */
describe.skipIf(!hasChromium)('what providers send', () => {
  let rig: PortalRig;
  let receiver: Receiver;
  let directory: RigDirectory;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    receiver = await Receiver.start();
    receiver.answer = () => ({ status: 500, body: HTML, headers: { 'x-hostile': HTML } });
    rig = await PortalRig.start();
    const { app } = rig;
    const organization = await rig.organization(`${HTML}${BIDI}${'O'.repeat(60)}`);
    const { directory: made } = (
      await app.post(`organizations/${organization}/directories`, {
        directory_provider: 'OKTA',
        name: `${HTML}${BIDI}`,
      })
    ).body;
    const path = `organizations/${organization}/directories/${made.id}`;
    const secret = (await app.post(`${path}/secrets`)).body.plain_secret;
    directory = { organizationId: organization, directoryId: made.id, path, secret };
    await app.call('PUT', '/api/v1/roles', {
      roles: [{ name: 'viewer', display_name: HTML, description: BIDI, default: true }],
    });
    const { endpoint } = (
      await app.post('webhook_endpoints', {
        url: `${receiver.url}/${'p'.repeat(300)}?q=%3Cimg%3E`,
        description: `${HTML}${BIDI}`,
      })
    ).body;
    const users: string[] = [];
    for (const [at, name] of [HTML, BIDI, UNSEEN].entries()) {
      users.push(
        await app.user(directory, `user${at}@megasoft.example`, {
          displayName: name,
          name: { givenName: name, familyName: HTML },
          title: at === 0 ? HTML : BIDI,
          externalId: `${HTML}${at}`,
        }),
      );
    }
    const large = await app.scim(directory, 'POST', 'Users', {
      schemas: [USER],
      userName: `${'y'.repeat(300)}@megasoft.example`,
      displayName: 'Q'.repeat(5_000),
      title: LONG,
      active: true,
    });
    for (let at = 0; at < GROUPS; at++) {
      const displayName = at === 0 ? HTML : at === 1 ? BIDI : at === 2 ? 'G'.repeat(1_000) : `Group ${at} ${UNSEEN}`;
      const members = [{ value: users[0] }];
      await app.scim(directory, 'POST', 'Groups', { schemas: [GROUP], displayName, members });
    }
    // Refused, with a name in the error.
    await app.scim(directory, 'POST', 'Users', {
      schemas: [USER],
      userName: 'user0@megasoft.example',
      displayName: HTML,
    });
    await app.scim(directory, 'GET', `Users?filter=${encodeURIComponent(`userName eq "${HTML}`)}`);
    const [delivery] = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body.deliveries;
    const [group] = (await app.get(`${path}/groups?page_size=100`)).body.groups;
    Object.assign(ids, {
      org: organization,
      dir: made.id,
      user: users[0],
      bidi: users[1],
      large: large.body.id ?? users[2],
      group: group.id,
      endpoint: endpoint.id,
      delivery: delivery.id,
    });
    console.log(`the user with a title of ${LONG.length} characters: ${large.status}`);
  });
  afterAll(async () => {
    await closeBrowser();
    await receiver?.close();
    await rig?.stop();
  });

  const address = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);

  const check = async (visit: Visit, path: string, at: number) => {
    const dialogs: string[] = [];
    visit.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await checkPage(visit, { path: address(path), name: `hostile-${at}${path.replaceAll(/[^\w]+/g, '-')}` }, LOOKS);
    expect(await visit.page.locator('img[src="x"]').count()).toBe(0);
    expect(dialogs).toEqual([]);
    expect(await visit.page.title()).not.toBe('');
  };

  describe('in the portal on', () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await rig.open(ids['org']!);
    });
    afterAll(() => visit?.end());

    it.each(
      [
        '/portal',
        '/portal/d/{dir}',
        '/portal/d/{dir}/users',
        '/portal/d/{dir}/users/{user}',
        '/portal/d/{dir}/users/{bidi}',
        '/portal/d/{dir}/users/{large}',
        '/portal/d/{dir}/users/{user}?view=sent',
        '/portal/d/{dir}/users/{user}?view=timeline',
        '/portal/d/{dir}/groups',
        '/portal/d/{dir}/groups/{group}',
        '/portal/d/{dir}/requests?outcome=refused',
        '/portal/d/{dir}/mapping',
        '/portal/d/{dir}/roles',
        '/portal/d/{dir}/settings',
      ].map((path, at) => ({ path, at })),
    )('$path', ({ path, at }) => check(visit, path, at));
  });

  it('is plain text in what a page says of a change, and turns no sentence round', async () => {
    const visit = await signIn(rig);
    const { page } = visit;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const said = page.getByRole('status', { name: 'Announcements' });
    const plain = (sentence: string) => expect.poll(() => said.textContent(), { timeout: 20_000 }).toBe(sentence);
    const read = BIDI.replaceAll(/[\u202c\u202e]/g, '');
    await page.goto('/dashboard/organizations');
    await page.getByRole('button', { name: 'Create organization' }).click();
    const create = page.getByRole('dialog', { name: 'Create organization' });
    await create.getByLabel('Name').fill(`${HTML}${BIDI.slice(0, -1)}`);
    await create.getByRole('button', { name: 'Create organization' }).click();
    await plain(`Organization ${HTML}${read} was created.`);
    await page.goto('/dashboard/keys');
    await page.getByRole('button', { name: 'Create API key' }).click();
    const key = page.getByRole('dialog', { name: 'Create API key' });
    await key.getByLabel('Name').fill(`${HTML}${BIDI.slice(0, -1)}`);
    await key.getByRole('button', { name: 'Create API key' }).click();
    await key.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /^Revoke <img/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke <img/ })
      .click();
    await plain(`API key ${HTML}${read} was revoked.`);
    const { directory: doomed } = (
      await rig.app.post(`organizations/${ids['org']}/directories`, {
        directory_provider: 'OKTA',
        name: `${HTML}\u202Ex`,
      })
    ).body;
    await page.goto(`/dashboard/organizations/${ids['org']}/directories/${doomed.id}/settings`);
    await page.getByRole('button', { name: 'Delete directory' }).click();
    const remove = page.getByRole('dialog', { name: 'Delete directory' });
    await remove.getByRole('radio', { name: 'Keep the users' }).check();
    await remove.getByRole('textbox', { name: /^Type <img/ }).fill(`${HTML}x`);
    await remove.getByRole('button', { name: 'Delete directory' }).click();
    await plain(`${HTML}x was deleted.`);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect([dialogs, visit.violations]).toEqual([[], []]);
    await visit.end();
  });

  describe('in the dashboard on', () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await signIn(rig);
    });
    afterAll(() => visit?.end());

    it.each(
      [
        '/dashboard',
        '/dashboard/organizations',
        '/dashboard/organizations/{org}',
        '/dashboard/organizations/{org}/settings',
        '/dashboard/organizations/{org}/directories/{dir}',
        '/dashboard/directories',
        '/dashboard/endpoints',
        '/dashboard/endpoints/{endpoint}',
        '/dashboard/endpoints/{endpoint}/settings',
        '/dashboard/deliveries/{delivery}',
        '/dashboard/events',
        '/dashboard/roles',
        '/dashboard/audit',
      ].map((path, at) => ({ path, at: at + 50 })),
    )('$path', ({ path, at }) => check(visit, path, at));
  });
});
