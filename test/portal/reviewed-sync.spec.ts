import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOPBACK, PulledDirectory } from '../e2e/pulled-directory.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { until } from '../support/index.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig } from './portal-rig.js';

const PEOPLE = 50;
/** 24 % of them: more than a fifth, and more than ten. */
const LEAVERS = 12;

/** Too many would leave, and somebody decides. Not a part of .ci/run. */
describe.skipIf(!hasChromium)('a pull that would take a quarter away', () => {
  let rig: PortalRig;
  let bamboo: BambooHrEmulator;
  let directory: PulledDirectory;
  let visit: Visit;

  beforeAll(async () => {
    rig = await PortalRig.start(LOOPBACK);
    bamboo = await new BambooHrEmulator().listen();
    for (let id = 1; id <= PEOPLE; id++) hire(id);
    directory = await PulledDirectory.create(rig.app, 'BAMBOOHR');
    await directory.connect(bamboo.settings, bamboo.secrets);
    await directory.sync();
    visit = await rig.open(directory.organizationId);
  });
  afterAll(async () => {
    await visit?.end();
    await bamboo?.close();
    await closeBrowser();
    await rig?.stop();
  });

  const hire = (id: number) =>
    bamboo.employees.add(bambooEmployee(String(id), ['Ada', `Number${id}`], { department: 'Engineering' }));
  const page = () => visit.page;
  const press = (name: string) => page().getByRole('button', { name, exact: true }).click();
  const active = async (): Promise<string[]> => {
    const { users } = (await rig.app.get(`${directory.path}/users?page_size=100`)).body as {
      users: { active: boolean; external_id: string }[];
    };
    return users.filter((user) => user.active).map(({ external_id }) => external_id);
  };
  /** The review that a sync of the page leads to. */
  const review = async () => {
    await page().goto(`/portal/d/${directory.id}`);
    await press('Sync now');
    await page().getByRole('link', { name: 'Decide' }).click();
    await page().getByRole('heading', { name: 'Sync needs review' }).waitFor();
    await page().getByText(`This run would deactivate ${LEAVERS} of ${PEOPLE} users (24 %).`).waitFor();
    const people = page().getByRole('table', { name: 'Changes' }).getByRole('row');
    await expect.poll(() => people.count()).toBe(LEAVERS + 1);
    for (let id = 1; id <= LEAVERS; id++) {
      await page().getByRole('table', { name: 'Changes' }).getByText(`Ada Number${id}`, { exact: true }).waitFor();
    }
    expect(await page().getByRole('tab', { name: 'Deactivated' }).getAttribute('aria-selected')).toBe('true');
  };

  it('is rejected, and nothing of it is applied', async () => {
    for (let id = 1; id <= LEAVERS; id++) bamboo.employees.remove(String(id));
    await review();
    expect(await active()).toHaveLength(PEOPLE);
    await page().getByRole('textbox', { name: 'Reason' }).fill('The report was cut off. <img src=x onerror=alert(1)>');
    await press('Reject sync');
    await page().getByText('Canceled', { exact: true }).waitFor();
    await page().getByText('The report was cut off. <img src=x onerror=alert(1)>').waitFor();
    expect(await page().locator('img[src="x"]').count()).toBe(0);
    expect(await page().getByRole('button', { name: 'Approve sync' }).count()).toBe(0);
    expect(await active()).toHaveLength(PEOPLE);
    const { audit_logs } = (await rig.app.get('audit_logs?page_size=100')).body as { audit_logs: { action: string }[] };
    expect(audit_logs.map(({ action }) => action)).toContain('sync.reject');
  });

  it('is approved, and lets only those go who were shown and are still absent', async () => {
    await review();
    const approve = page().getByRole('button', { name: 'Approve sync' });
    expect(await approve.isDisabled()).toBe(true);
    // One comes back, and somebody whom nobody was shown goes.
    hire(1);
    bamboo.employees.remove(String(PEOPLE));
    await page().getByRole('checkbox', { name: 'I have checked who leaves' }).check();
    await approve.click();
    await page().getByText('Done', { exact: true }).waitFor();
    const left = await until(async () => {
      const now = await active();
      if (now.length === PEOPLE) throw new Error('nobody has left');
      return now;
    });
    const gone = Array.from({ length: PEOPLE }, (_, at) => String(at + 1)).filter((id) => !left.includes(id));
    expect(gone).toEqual(Array.from({ length: LEAVERS - 1 }, (_, at) => String(at + 2)));
    expect(visit.violations).toEqual([]);
  });
});
