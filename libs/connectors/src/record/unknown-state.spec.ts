import { describe, expect, it } from 'vitest';
import { bambooSourceUser } from '../bamboohr/bamboohr-listing.js';
import { csvUsers } from '../csv/csv-files.js';
import { bobUserResource, HIBOB_FIELDS } from '../hibob/hibob-user.js';
import { ACTIVE_DIRECTORY, OPENLDAP } from '../ldap/flavor.js';
import { LdapRecord } from '../ldap/ldap-record.js';
import { attributeNames, hidesState } from '../ldap/ldap-user.js';
import { workdaySourceUser } from '../workday/workday-report.js';
import { type WorkdaySettings } from '../workday/workday-settings.js';

/** Whether the connector leaves the state of this person as it is stored. */
const WORKDAY = { columns: { id: 'ID', email: 'Mail', active: 'Active' }, groupsFrom: [] as string[] };
const SOURCES: Record<string, (state: string | null | undefined) => boolean | Promise<boolean>> = {
  BambooHR: (status) => bambooSourceUser({ id: '1', workEmail: 'a@acme.com', status }, []).absent!.includes('active'),
  HiBob: (status) => bobUserResource({ id: '1', internal: { status } }, HIBOB_FIELDS).absent.includes('active'),
  Workday: (Active) =>
    workdaySourceUser({ ID: '1', Mail: 'a@acme.com', Active }, WORKDAY as unknown as WorkdaySettings, '2026-01-01')
      .absent !== undefined,
  'an attribute of OpenLDAP': (state) =>
    hidesState(
      new LdapRecord({ dn: 'uid=a,dc=acme', ...(typeof state === 'string' && { state }) }),
      OPENLDAP,
      attributeNames(OPENLDAP, { active: 'state' }),
    ),
  CSV: async (active) => {
    const [header, cell] = active === undefined ? ['', ''] : [',active', `,${active ?? ''}`];
    const { pages } = await csvUsers(bytesOf(`id,email${header}\n1,a@acme.com${cell}\n`), {});
    const { value } = await pages.next();
    return value![0]!.absent.includes('active');
  },
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe.each(Object.entries(SOURCES))('%s', (name, keeps) => {
  // A word that is no state is a mistake in a file: the whole file is refused.
  const unknown = name === 'CSV' ? [] : ['Pending?'];

  it.each(['', null, undefined, ...unknown])('brings nobody back, and lets nobody leave, by %j', async (state) => {
    expect(await keeps(state)).toBe(true);
  });

  it.each(['Active', 'inactive', 'true', 'FALSE'])('believes %j', async (state) => {
    expect(await keeps(state)).toBe(false);
  });
});

it.each([
  ['', true],
  ['512', false],
  ['514', false],
])('Active Directory: userAccountControl %j keeps the state: %j', (userAccountControl, keeps) => {
  const record = new LdapRecord({ dn: 'CN=a,DC=acme', ...(userAccountControl !== '' && { userAccountControl }) });
  expect(hidesState(record, ACTIVE_DIRECTORY, attributeNames(ACTIVE_DIRECTORY))).toBe(keeps);
});
