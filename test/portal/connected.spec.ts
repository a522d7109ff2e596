import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Okta, WriteLog } from '#simulation';
import { Receiver, until } from '../support/index.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BADGES = 'urn:acme:params:scim:schemas:2.0:User';
const DEPARTMENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
/** Values of people, which no log may show. */
const SECRETS = ['Grace Hopper', 'grace@megasoft.example', 'Rear admiral', 'B-1906', 'correct horse battery'];

/** A directory from its set-up to its end, with the application that is told of it. It takes a minute, and is no part of .ci/run. */
describe.skipIf(!hasChromium)('an administrator of a connected directory', () => {
  let rig: PortalRig;
  let receiver: Receiver;
  let directory: RigDirectory;
  let okta: Okta;
  let visit: Visit;

  beforeAll(async () => {
    receiver = await Receiver.start();
    rig = await PortalRig.start();
    directory = await rig.app.directory();
    await rig.app.post('webhook_endpoints', { url: receiver.url });
    await rig.app.call('PUT', '/api/v1/roles', {
      roles: [
        { name: 'viewer', display_name: 'Viewer', default: true },
        { name: 'editor', display_name: 'Editor' },
        { name: 'admin', display_name: 'Administrator', privileged: true },
      ],
    });
    okta = new Okta(`${rig.url}/directory/${directory.directoryId}/scim/v2`, directory.secret, new WriteLog());
    visit = await rig.open(directory.organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await receiver?.close();
    await rig?.stop();
  });

  const page = () => visit.page;
  const open = (path: string) => page().goto(`/portal/d/${directory.directoryId}${path}`);
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();
  const row = (text: string) => page().getByRole('row').filter({ hasText: text });
  const status = () => page().getByRole('status', { name: 'Connection status' });
  const check = (name: string) =>
    page().getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: name });
  const grace = (more: object = {}) => ({
    schemas: [USER, BADGES],
    userName: 'grace@megasoft.example',
    externalId: '00u3grace',
    displayName: 'Grace Hopper',
    title: 'Rear admiral',
    password: 'correct horse battery',
    [BADGES]: { badge: 'B-1906' },
    ...more,
  });

  it('reads the steps of the guide, all of them and in order', async () => {
    const guide = await readFile(new URL('../../docs/idp/okta.md', import.meta.url), 'utf8');
    const endpoint = `${rig.url}/directory/${directory.directoryId}/scim/v2`;
    const [, text = ''] = /\n## Steps\n([^]*?)\n## /.exec(guide) ?? [];
    const steps = text.replaceAll('{public}/directory/{dir}/scim/v2', endpoint);
    // The first words of each step, without what makes them bold.
    const wanted = steps
      .split(/\n\d+\. /)
      .slice(1)
      .map((step) => step.replaceAll(/[*`]/g, '').split(/\s+/).slice(0, 6).join(' '));
    expect(wanted).toHaveLength(8);
    await open('/setup/configure');
    await page().getByRole('checkbox', { name: 'Step 8 done' }).waitFor();
    const shown = await page()
      .getByRole('listitem')
      .filter({ has: page().getByRole('checkbox', { name: /^Step \d+ done$/ }) })
      .allTextContents();
    const words = shown.map((step) => step.replace(/^\d+/, '').trim().split(/\s+/).slice(0, 6).join(' '));
    expect(words).toEqual(wanted);
    const saved = page().waitForResponse((response) => response.request().method() === 'PUT');
    await page().getByRole('checkbox', { name: 'Step 3 done' }).check();
    await saved;
    await page().reload();
    await expect.poll(() => page().getByRole('checkbox', { name: 'Step 3 done' }).isChecked()).toBe(true);
  });

  it('is told of a request with a wrong token, of which nothing counts as received', async () => {
    await open('/setup/test');
    await check('Signed in').waitFor();
    await rig.app.scim({ ...directory, secret: 'wrong' }, 'GET', 'Users?count=1');
    await expect.poll(() => status().textContent()).toBe('Requests are being refused');
    await page().getByText('Copy the URL and the secret again from one place').waitFor();
    await expect.poll(() => check('Signed in').textContent()).not.toContain('waiting');
    expect(await check('Signed in').textContent()).not.toContain('seen');
    await okta.testConnection();
    await expect.poll(() => status().textContent()).toBe('First request received');
  });

  it('sees that somebody arrives and leaves, and how the application was told', async () => {
    await open('/users');
    await page().getByText('Nobody has arrived yet').waitFor();
    await okta.assign(ADA);
    await row('Ada Lovelace').waitFor();
    await expect.poll(() => row('Ada Lovelace').textContent()).toContain('Active');
    await okta.deactivate(ADA);
    await expect.poll(() => row('Ada Lovelace').textContent()).toContain('Inactive');
    await open('');
    for (const name of ['User created', 'User deactivated']) {
      await expect.poll(() => check(name).textContent()).toContain('seen');
    }
    await open('/users');
    await page().getByRole('link', { name: 'Ada Lovelace' }).click();
    await page().getByRole('tab', { name: 'Timeline' }).click();
    const story = page().getByRole('list', { name: 'Timeline' }).getByRole('listitem');
    const entries = async () => (await story.allTextContents()).map((text) => text.replaceAll(/\s+/g, ' '));
    // The newest first: the request, what was announced, and what the application answered.
    await expect.poll(async () => (await entries()).join('\n')).toMatch(/delivered · 200/);
    const told = await entries();
    const at = (pattern: RegExp) => told.findIndex((entry) => pattern.test(entry));
    expect(at(/user_deleted/)).toBeGreaterThanOrEqual(0);
    expect(at(/Deactivate|deactivate|PATCH/)).toBeGreaterThan(-1);
    expect(told.filter((entry) => entry.includes('delivered · 200')).length).toBeGreaterThanOrEqual(2);
    expect(told.join(' ')).not.toContain(receiver.url);
  });

  it('finds no value of a person in any request, and no password anywhere', async () => {
    const created = await rig.app.scim(directory, 'POST', 'Users', grace());
    expect(created.status).toBe(201);
    const { id } = created.body as { id: string };
    await rig.app.scim(directory, 'PUT', `Users/${id}`, grace());
    const operations = [
      { op: 'replace', path: 'password', value: 'correct horse battery' },
      { op: 'replace', value: { displayName: 'Grace Hopper', title: 'Rear admiral' } },
    ];
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    await rig.app.scim(directory, 'PATCH', `Users/${id}`, { schemas, Operations: operations });
    await rig.app.scim(directory, 'POST', 'Users', grace());
    await rig.app.scim(directory, 'GET', `Users?filter=${encodeURIComponent('userName eq "grace@megasoft.example"')}`);
    const answers: Promise<string>[] = [];
    page().on('response', (response) => {
      if (response.url().includes('/portal/api/')) answers.push(response.text().catch(() => ''));
    });
    await open('/requests');
    const table = page().getByRole('table', { name: 'Requests' });
    await table.getByRole('row').filter({ hasText: '409' }).waitFor();
    const links = await table.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
    expect(links.length).toBeGreaterThan(6);
    for (const link of links) {
      await page().goto(link);
      const details = page().getByRole('region', { name: 'Request details' });
      await details.getByRole('heading', { name: 'Response', exact: true }).waitFor();
      const text = (await details.textContent())!;
      for (const value of [...SECRETS, ADA.userName, ADA.title, 'Lovelace']) expect(text).not.toContain(value);
    }
    await open(`/users/${id}?view=sent`);
    await page().getByText('"B-1906"').waitFor();
    for (const text of await Promise.all(answers)) expect(text).not.toContain('correct horse battery');
    expect(await page().content()).not.toContain('correct horse battery');
  });

  it('maps an attribute of an extension, and gets what the preview showed', async () => {
    await okta.assign(ADA);
    await rig.app.scim(
      directory,
      'POST',
      'Users',
      grace({ userName: 'gone@megasoft.example', externalId: 'x', active: false, [BADGES]: {} }),
    );
    await open('/mapping');
    await page().getByRole('combobox', { name: 'Preview with' }).selectOption('Grace Hopper');
    await press('Add custom attribute');
    const dialog = page().getByRole('dialog', { name: 'Add custom attribute' });
    await dialog.getByLabel('Name').fill('staff');
    await dialog.getByLabel('Source 1').fill('badge');
    await page()
      .getByRole('option', { name: `${BADGES}:badge` })
      .click();
    expect(await dialog.getByLabel('Source 1').inputValue()).toBe(`${BADGES}:badge`);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    const mapping = page().getByRole('table', { name: 'Attribute mapping' });
    const field = mapping
      .getByRole('row')
      .filter({ has: page().getByText('custom_attributes.staff', { exact: true }) });
    await expect.poll(() => field.textContent()).toContain('B-1906');
    // Ada has none; who is inactive is not counted.
    await expect.poll(() => field.locator('[data-label="Missing"]').textContent()).toBe('1');
    await press('Preview changes');
    const preview = page().getByRole('region', { name: 'Preview' });
    await expect.poll(() => preview.textContent()).toContain('1 user changes');
    expect((await preview.textContent())!.replaceAll(/\s+/g, ' ')).toMatch(
      /Grace Hopper ?custom_attributes\.staff ?– ?→ ?B-1906/,
    );
    await press('Save mapping');
    await page().getByText('The mapping was saved.').waitFor();
    await until(async () => {
      const { users } = (
        await rig.app.get(
          `${directory.path}/users?include_detail=true&filter=${encodeURIComponent('userName eq "grace@megasoft.example"')}`,
        )
      ).body;
      expect(users[0].user_detail.custom_attributes).toMatchObject({ staff: 'B-1906' });
    });
    const { rawBody } = await receiver.next(
      ({ rawBody: body }) => body.includes('"staff"') && body.includes('user_updated'),
    );
    expect(JSON.parse(rawBody.toString())).toMatchObject({
      type: 'organization.directory.user_updated',
      data: { custom_attributes: { staff: 'B-1906' } },
    });
    await page().reload();
    await expect.poll(() => field.locator('[data-label="Missing"]').textContent()).toBe('1');
  });

  it('takes the preset, discards it, and is asked before leaving, after a save as before', async () => {
    const mapping = page().getByRole('table', { name: 'Attribute mapping' });
    const own = mapping.getByRole('button', { name: /^Remove / });
    await expect.poll(() => own.count()).toBe(1);
    const { preset } = (await rig.app.get(`${directory.path}/attributes`)).body;
    await press('Use Okta preset');
    await expect.poll(() => own.count()).toBe(preset.length + 1);
    for (const { key } of preset as { key: string }[]) {
      expect(await mapping.getByText(key, { exact: true }).count()).toBeGreaterThan(0);
    }
    await page().getByRole('link', { name: 'Activity' }).click();
    const leave = page().getByRole('dialog', { name: 'Leave without saving?' });
    await leave.getByRole('button', { name: 'Stay' }).click();
    await leave.waitFor({ state: 'detached' });
    await press('Discard changes');
    await expect.poll(() => own.count()).toBe(1);
    await press('Edit title');
    const dialog = page().getByRole('dialog', { name: 'Edit title' });
    await dialog.getByLabel('Source 1').fill(DEPARTMENT);
    await page().keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await press('Save mapping');
    await page().getByText('The mapping was saved.').waitFor();
    // Once more on the same page: a save before does not count for what came after it.
    await press('Remove title');
    await page().getByRole('link', { name: 'Activity' }).click();
    await leave.getByRole('button', { name: 'Leave' }).click();
    await page().getByRole('heading', { name: 'Activity', level: 1 }).waitFor();
    const { attributes } = (await rig.app.get(`${directory.path}/attributes`)).body.attribute_mappings;
    expect((attributes as { key: string }[]).map(({ key }) => key)).toEqual(['custom_attributes.staff', 'title']);
  });

  it('gives nobody a privileged role who was not asked for', async () => {
    await okta.createGroup('Engineering', [ADA]);
    await open('/roles');
    const role = page().getByRole('combobox', { name: 'Role for Engineering' });
    await role.waitFor();
    expect(await role.locator('option').allTextContents()).toEqual(['No role', 'Viewer', 'Editor', 'Administrator']);
    expect(await role.inputValue()).toBe('');
    const roles = async () => {
      const { users } = (await rig.app.get(`${directory.path}/users?include_detail=true`)).body;
      return (users as { roles: { role_name: string }[] }[]).flatMap((user) =>
        user.roles.map(({ role_name }) => role_name),
      );
    };
    expect(await roles()).not.toContain('admin');
    await role.selectOption('Administrator');
    await press('Save roles');
    const dialog = page().getByRole('dialog', { name: 'Give a privileged role?' });
    await dialog.getByText('Engineering').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await roles()).not.toContain('admin');
    await press('Save roles');
    await dialog.getByRole('button', { name: 'Give Administrator' }).click();
    await page().getByText('The roles were saved.').waitFor();
    await until(async () => expect(await roles()).toContain('admin'));
  });

  it('sees when the old token ends', async () => {
    await open('/settings');
    const tokens = page().getByRole('table', { name: 'Tokens' });
    const old = tokens.getByRole('row').filter({ hasText: directory.secret.slice(-4) });
    await expect.poll(() => old.textContent()).not.toMatch(/in \d+ hours|tomorrow/);
    await press('Rotate token');
    const dialog = page().getByRole('dialog', { name: 'Rotate token' });
    await dialog.getByRole('combobox', { name: 'Keep old tokens for' }).selectOption('24 hours');
    await dialog.getByRole('button', { name: 'Create new token' }).click();
    await dialog.getByRole('textbox', { name: 'Token' }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => old.textContent()).toMatch(/in \d+ hours|tomorrow|in 1 day/);
    expect((await rig.app.scim(directory, 'GET', 'Users?count=1')).status).toBe(200);
  });

  it('sees nothing of another organization, whatever the address says', async () => {
    const other = await rig.app.directory();
    const user = await rig.app.user(other, 'foreign@other.example');
    const group = await rig.app.scim(other, 'POST', 'Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Foreigners',
    });
    const requests = await until(async () => {
      const found = (await rig.app.get(`${other.path}/requests`)).body.requests as { id: string }[];
      if (found.length === 0) throw new Error('nothing is in the log yet');
      return found;
    });
    for (const path of [
      `/portal/d/${other.directoryId}`,
      `/portal/d/${other.directoryId}/settings`,
      `/portal/d/${other.directoryId}/setup/credentials`,
      `/portal/d/${directory.directoryId}/users/${user}`,
      `/portal/d/${directory.directoryId}/groups/${group.body.id}`,
      `/portal/d/${directory.directoryId}/requests/${requests[0]!.id}`,
      `/portal/d/${directory.directoryId}/syncs/sync_01K0000000000000000000000`,
    ]) {
      await page().goto(path);
      const text = () => page().locator('main').textContent();
      await expect.poll(text, { message: path }).toContain('Not found');
      expect(await page().getByRole('heading', { name: 'Not found' }).count(), path).toBe(1);
      expect(await page().content(), path).not.toMatch(/foreign@|Foreigners/);
    }
  });

  it('deletes the directory: one user_deleted for each who is active', async () => {
    const { users } = (await rig.app.get(`${directory.path}/users`)).body as {
      users: { id: string; active: boolean }[];
    };
    const active = users.filter((user) => user.active).map(({ id }) => id);
    expect([active.length, users.length]).toEqual([2, 3]);
    const before = await deleted();
    await open('/settings');
    await press('Delete directory');
    const dialog = page().getByRole('dialog', { name: 'Delete directory' });
    await dialog.getByRole('radio', { name: 'Deactivate the users' }).check();
    await dialog.getByRole('textbox', { name: 'Type Okta to confirm' }).fill('Okta');
    await dialog.getByRole('button', { name: 'Delete directory' }).click();
    await page().getByRole('heading', { name: 'Choose your directory provider' }).waitFor();
    const after = await until(async () => {
      const all = await deleted();
      if (all.length < before.length + active.length) throw new Error(`${all.length} have left`);
      return all;
    });
    expect(after.slice(before.length).sort()).toEqual(active.sort());
    expect(visit.violations).toEqual([]);
  });

  const deleted = async (): Promise<string[]> =>
    (await rig.app.events(`types=organization.directory.user_deleted&directory_id=${directory.directoryId}`, 0)).map(
      ({ data }) => data['id'] as string,
    );
});
