import { type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOPBACK, PulledDirectory } from '../e2e/pulled-directory.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { ADA } from './people.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';
import { signIn } from './sign-in.js';

interface Mistake {
  page: string;
  /** Opens a dialog, or adds a row. */
  first?: string;
  /** Fields that are right. */
  right?: Record<string, string>;
  field: string;
  typed: string;
  button: string;
  /** What the line beside the field says. */
  says: RegExp;
}

const PORTAL: Mistake[] = [
  {
    page: '/d/{bamboo}/setup/connection',
    right: { 'API key': 'key' },
    field: 'Company domain',
    typed: 'https://acme.bamboohr.com/',
    button: 'Test connection',
    says: /./,
  },
  {
    page: '/d/{ldap}/setup/connection',
    right: { 'Bind DN': 'cn=reader', 'Bind password': 'secret', 'Base DN': 'dc=acme' },
    field: 'Server URL',
    typed: 'ldap acme.com',
    button: 'Test connection',
    says: /complete URL/,
  },
  {
    page: '/d/{google}/setup/connection',
    right: { 'Administrator to act as': 'admin@acme.example' },
    field: 'Service account key (JSON)',
    typed: 'the key that they sent me',
    button: 'Test connection',
    says: /./,
  },
  {
    page: '/d/{google}/setup/connection',
    right: { 'Administrator to act as': 'admin@acme.example' },
    field: 'Service account key (JSON)',
    typed: '',
    button: 'Test connection',
    says: /./,
  },
  {
    page: '/d/{okta}/settings',
    field: 'Allowed networks',
    typed: '10.0.0.0/8\n300.1.2.3/24',
    button: 'Save allowed networks',
    says: /Line 2/,
  },
  { page: '/d/{okta}/settings', field: 'Time zone', typed: 'Mars/Olympus', button: 'Save policy', says: /./ },
  { page: '/d/{okta}/settings', field: 'Hold when more than', typed: 'many', button: 'Save policy', says: /./ },
  {
    page: '/d/{okta}/settings',
    field: 'Departure date attribute',
    typed: 'urn:[broken',
    button: 'Save policy',
    says: /./,
  },
  {
    page: '/d/{okta}/mapping',
    first: 'Add custom attribute',
    field: 'Name',
    typed: 'my badge',
    button: 'Apply',
    says: /letters/,
  },
  {
    page: '/d/{okta}/roles',
    first: 'Add rule',
    right: { 'Name of rule 1': 'Sales', 'Group of rule 1': 'Sellers' },
    field: 'Filter of rule 1',
    typed: 'department is Sales',
    button: 'Save rules',
    says: /./,
  },
  {
    page: '/d/{okta}/roles',
    first: 'Add rule',
    right: { 'Filter of rule 1': 'active eq true', 'Group of rule 1': 'Sellers' },
    field: 'Name of rule 1',
    typed: '',
    button: 'Save rules',
    says: /Fill this in/,
  },
];

const DASHBOARD: Mistake[] = [
  {
    page: '/organizations',
    first: 'Create organization',
    field: 'Name',
    typed: '   ',
    button: 'Create organization',
    says: /Fill this in/,
  },
  {
    page: '/endpoints',
    first: 'Add endpoint',
    field: 'URL',
    typed: 'https://my app.com/hooks',
    button: 'Add endpoint',
    says: /./,
  },
  {
    page: '/endpoints',
    first: 'Add endpoint',
    field: 'URL',
    typed: 'app.example.com/hooks',
    button: 'Add endpoint',
    says: /https?/,
  },
  {
    page: '/endpoints/{endpoint}/settings',
    field: 'URL',
    typed: 'ftp://app.example.com',
    button: 'Save endpoint',
    says: /https?/,
  },
  {
    page: '/organizations/{organization}',
    first: 'Create portal link',
    field: 'Send it by mail to',
    typed: 'nobody',
    button: 'Create link',
    says: /./,
  },
  {
    page: '/organizations/{organization}/mail',
    field: 'Sign-in URL',
    typed: 'javascript:alert(1)',
    button: 'Save mail',
    says: /./,
  },
  {
    page: '/organizations/{organization}/settings',
    field: 'Name',
    typed: '',
    button: 'Save organization',
    says: /Fill this in/,
  },
  { page: '/portal-settings', field: 'Accent colour', typed: 'green', button: 'Save portal settings', says: /#/ },
  {
    page: '/portal-settings',
    field: 'Allowed embedding origins',
    typed: 'https://app.example.com/some/page',
    button: 'Save portal settings',
    says: /./,
  },
  {
    page: '/portal-settings',
    field: 'Support URL',
    typed: 'help.example.com',
    button: 'Save portal settings',
    says: /./,
  },
  { page: '/keys', first: 'Create API key', field: 'Name', typed: '', button: 'Create API key', says: /./ },
];

/** What people type wrong is explained beside the field, and stays there. Not a part of .ci/run. */
describe.skipIf(!hasChromium)('what people type', () => {
  let rig: PortalRig;
  let directory: RigDirectory;
  let visit: Visit;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    rig = await PortalRig.start(LOOPBACK);
    const { app } = rig;
    directory = await app.directory();
    const { organizationId: organization } = directory;
    await app.user(directory, ADA.userName, { title: ADA.title });
    for (const [name, provider, type] of [
      ['bamboo', 'BAMBOOHR', 'POLL'],
      ['google', 'GOOGLE', 'POLL'],
      ['workday', 'WORKDAY', 'POLL'],
      ['ldap', 'LDAP', 'LDAP'],
    ] as const) {
      ids[name] = (await PulledDirectory.create(app, provider, type, organization)).id;
    }
    await app.post('organizations', { display_name: 'Other', external_id: 'crm 1' });
    const { endpoint } = (await app.post('webhook_endpoints', { url: 'http://127.0.0.1:9/hooks' })).body;
    const { directory: sandbox } = (
      await app.post(`organizations/${organization}/directories`, { directory_provider: 'OKTA', sandbox: true })
    ).body;
    Object.assign(ids, { organization, okta: directory.directoryId, endpoint: endpoint.id, sandbox: sandbox.id });
  });
  afterAll(async () => {
    await closeBrowser();
    await rig?.stop();
  });

  const address = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
  const control = (page: Page, name: string) => page.getByLabel(name, { exact: true }).last();

  const check = async (root: string, { page: path, first, right = {}, field, typed, button, says }: Mistake) => {
    const { page } = visit;
    await page.goto(`${root}${address(path)}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
    if (first !== undefined) await page.getByRole('button', { name: first, exact: true }).first().click();
    for (const [name, text] of Object.entries(right)) await control(page, name).fill(text);
    await control(page, field).fill(typed);
    await page.getByRole('button', { name: button, exact: true }).last().click();
    await expect.poll(() => control(page, field).getAttribute('aria-invalid')).toBe('true');
    const described = (await control(page, field).getAttribute('aria-describedby')) ?? '';
    const lines = await Promise.all(
      described
        .split(/\s+/)
        .filter((id) => id !== '')
        .map((id) => page.locator(`[id="${id}"]`).textContent()),
    );
    console.log(`${path} ${field} ${JSON.stringify(typed)}: ${lines.join(' | ')}`);
    expect(lines.join(' ')).toMatch(says);
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
    expect(await control(page, field).inputValue()).toBe(typed);
    for (const [name, text] of Object.entries(right)) expect(await control(page, name).inputValue()).toBe(text);
  };

  describe('in the portal', () => {
    beforeAll(async () => {
      visit = await rig.open(directory.organizationId);
      // What is not saved is left all the same.
      visit.page.on('dialog', (dialog) => void dialog.accept());
    });
    afterAll(() => visit?.end());
    it.each(PORTAL)('$page: $field', (mistake) => check('/portal', mistake));
  });

  describe('in the dashboard', () => {
    beforeAll(async () => {
      visit = await signIn(rig);
      // What is not saved is left all the same.
      visit.page.on('dialog', (dialog) => void dialog.accept());
    });
    afterAll(() => visit?.end());
    it.each(DASHBOARD)('$page: $field', (mistake) => check('/dashboard', mistake));
  });
});
