import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOPBACK, PulledDirectory } from '../e2e/pulled-directory.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig } from './portal-rig.js';

const PEOPLE = 20;
const HOSTILE = '<img src=x onerror=alert(1)>';

describe.skipIf(!hasChromium)('an IT admin connects a source that is pulled', () => {
  let rig: PortalRig;
  let bamboo: BambooHrEmulator;
  let organizationId: string;
  let visit: Visit;
  let path: string;

  beforeAll(async () => {
    rig = await PortalRig.start(LOOPBACK);
    bamboo = await new BambooHrEmulator().listen();
    for (let id = 1; id <= PEOPLE; id++) {
      bamboo.employees.add(bambooEmployee(String(id), ['Ada', `Number${id}`], { department: 'Engineering' }));
    }
    organizationId = await rig.organization();
    visit = await rig.open(organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await bamboo?.close();
    await closeBrowser();
    await rig.stop();
  });

  const page = () => visit.page;
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();
  const tab = (name: string) => page().getByRole('tab', { name, exact: true }).click();
  /** The portal has no field for the address of the emulator. */
  const pointAtEmulator = async (id: string) => {
    const connection = `/api/v1/organizations/${organizationId}/directories/${id}/connection`;
    await rig.app.call('PUT', connection, {
      settings: bamboo.settings,
      secrets: { api_key: 'wrong' },
      schedule: 'off',
    });
  };

  it('is told beside the field what is missing, and by the test what is wrong', async () => {
    await press('BambooHR');
    await page().getByRole('heading', { name: 'Connect BambooHR' }).waitFor();
    const [, id] = /\/d\/(dir_\w+)\//.exec(page().url())!;
    path = `/portal/d/${id}`;
    await page().getByRole('checkbox', { name: 'Step 1 done' }).waitFor();
    await press('Test connection');
    const domain = page().getByRole('textbox', { name: 'Company domain' });
    await expect.poll(() => domain.getAttribute('aria-invalid')).toBe('true');
    expect(await page().getByRole('button', { name: 'Save connection' }).isDisabled()).toBe(true);
    await pointAtEmulator(id!);
    await page().reload();
    await expect.poll(() => domain.inputValue()).toBe('acme');
    await press('Test connection');
    const results = page().getByRole('list', { name: 'Test results' });
    await results.getByText('failed').first().waitFor();
    await press('Replace API key');
    await page().getByLabel('API key', { exact: true }).fill(bamboo.apiKey);
    await press('Test connection');
    await results.getByText('passed').first().waitFor();
    expect(await results.getByText('failed').count()).toBe(0);
  });

  it('sees the first sync that saving starts', async () => {
    await press('Save connection');
    await page().getByText('20 users created').waitFor();
    expect(await page().content()).not.toContain(bamboo.apiKey);
    await press('Next');
    await page().getByRole('table', { name: 'Attribute mapping' }).waitFor();
  });

  it('sees every sync, and who was created', async () => {
    await page().goto(path);
    await page().getByText('Connected', { exact: true }).first().waitFor();
    await tab('Syncs');
    await page().getByRole('table', { name: 'Syncs' }).getByRole('link').first().click();
    await tab('Created');
    await page().getByRole('table', { name: 'Changes' }).getByText('Ada Number1', { exact: true }).waitFor();
  });

  it('keeps a policy whose limits it changes', async () => {
    const policy = `organizations/${organizationId}/directories/${path.split('/').at(-1)}/policy`;
    await rig.app.call('PUT', `/api/v1/${policy}`, { retention_days: 90, notify: ['it'] });
    await page().goto(`${path}/settings`);
    const group = page().getByRole('group', { name: 'Stop when more than … % and more than … people would leave' });
    await group.getByRole('textbox', { name: 'Percent of the active users' }).fill('200');
    await press('Save policy');
    await group.getByText('Enter a whole number from 0 to 100.').waitFor();
    await group.getByRole('textbox', { name: 'Percent of the active users' }).fill('50');
    await group.getByRole('textbox', { name: 'People' }).fill('5');
    await press('Save policy');
    await page().getByText('The policy was saved.').waitFor();
    expect((await rig.app.get(policy)).body.policy).toMatchObject({
      retention_days: 90,
      notify: ['it'],
      sync_review: { percent: 50, count: 5 },
    });
  });

  it('decides about a sync that would let most people leave', async () => {
    for (let id = 1; id <= 15; id++) bamboo.employees.remove(String(id));
    await page().goto(path);
    await press('Sync now');
    await page().getByRole('link', { name: 'Decide' }).click();
    await page().getByRole('heading', { name: 'Sync needs review' }).waitFor();
    await page().getByRole('table', { name: 'Changes' }).getByText('Ada Number15', { exact: true }).waitFor();
    const approve = page().getByRole('button', { name: 'Approve sync' });
    expect(await approve.isDisabled()).toBe(true);
    await page().getByRole('textbox', { name: 'Reason' }).fill('The office in Lyon closed.');
    await page().getByRole('checkbox', { name: 'I have checked who leaves' }).check();
    await approve.click();
    await page().getByText('The office in Lyon closed.').waitFor();
    await page().getByText('Done', { exact: true }).waitFor();
    await page().goto(`${path}/users?status=inactive`);
    await expect.poll(() => page().getByRole('table', { name: 'Users' }).getByRole('row').count()).toBe(16);
  });

  it('uploads a file after a dry run that changes nothing', async () => {
    const csv = await PulledDirectory.create(rig.app, 'CSV');
    const other = await rig.open(csv.organizationId);
    await other.page.goto(`/portal/d/${csv.id}/upload`);
    const file = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const choose = async (text: string) => {
      const chooser = other.page.waitForEvent('filechooser');
      await other.page.getByLabel('Users file').click();
      await (await chooser).setFiles(file(text));
      await other.page.getByRole('button', { name: 'Check files' }).click();
    };
    await choose('id,email\n1,a@acme.com\n,b@acme.com\n');
    await other.page.getByRole('table', { name: 'Rejected rows' }).getByText('line 3').first().waitFor();
    await choose(`id,work_mail,name\n1,ada@acme.com,${HOSTILE}\n2,bob@acme.com,Bob\n`);
    await other.page.getByRole('combobox', { name: 'Column work_mail is' }).selectOption('email');
    await other.page.getByRole('button', { name: 'Check files' }).click();
    await other.page.getByRole('heading', { name: 'Dry run' }).waitFor();
    await other.page.getByRole('tab', { name: 'Created' }).click();
    await other.page.getByRole('table', { name: 'Changes' }).getByText(HOSTILE).waitFor();
    expect((await csv.users()).size).toBe(0);
    await other.page.getByRole('button', { name: 'Apply changes' }).click();
    await other.page.getByText('Done', { exact: true }).waitFor();
    expect([...(await csv.users()).keys()].sort()).toEqual(['ada@acme.com', 'bob@acme.com']);
    expect(other.violations).toEqual([]);
    await other.end();
    expect(visit.violations).toEqual([]);
  });
});
