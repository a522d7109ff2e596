import { describe, expect, it } from 'vitest';
import { bambooSourceUser } from '../bamboohr/bamboohr-listing.js';
import { type SourceUser } from '../connector.js';
import { csvUsers } from '../csv/csv-users.js';
import { googleSourceUser } from '../google/google-users.js';
import { bobSourceUser } from '../hibob/hibob-people.js';
import { HIBOB_FIELDS } from '../hibob/hibob-user.js';
import { ACTIVE_DIRECTORY, type Flavor, OPENLDAP } from '../ldap/flavor.js';
import { ldapSourceUser } from '../ldap/ldap-listing.js';
import { LdapRecord } from '../ldap/ldap-record.js';
import { CONNECTORS } from '../registry/connectors.js';
import { workdaySourceUser } from '../workday/workday-report.js';

type State = string | null | undefined;
type Person = Pick<SourceUser, 'resource' | 'absent'>;

interface Source {
  provider: string;
  /** Somebody with this state; undefined: the source does not show it. */
  read(state: State): Person | Promise<Person>;
  yes: string[];
  no: string[];
  /** Said by nothing. */
  saysNothing?: State[];
  /** What cannot be read; none where the source is refused because of it. */
  unreadable?: string[];
}

const YES = ['Active', 'true', '1', 'yes'];
const NO = ['inactive', 'FALSE', '0', 'No', 'Terminated'];

const workday =
  (columns: Record<string, string>) =>
  (state: State): Person =>
    workdaySourceUser(
      { ID: '1', Mail: 'a@acme.com', State: state },
      { columns: { id: 'ID', email: 'Mail', ...columns }, groupsFrom: [] } as never,
      '2026-01-01',
    );
const ldap =
  (flavor: Flavor, attribute: string, named = false, more = {}) =>
  (state: State): Person =>
    ldapSourceUser(
      new LdapRecord({ dn: 'uid=a,dc=acme', ...more, ...(typeof state === 'string' && { [attribute]: state }) }),
      { flavor } as never,
      { attributes: named ? { active: attribute } : {} } as never,
    );
const google = (attribute: string, more: object) => (state: State) =>
  googleSourceUser({ id: '1', primaryEmail: 'a@acme.com', ...more, [attribute]: state });

const SOURCES: Record<string, Source> = {
  BambooHR: {
    provider: 'BAMBOOHR',
    read: (status) => bambooSourceUser({ id: '1', workEmail: 'a@acme.com', status }, []),
    yes: YES,
    no: NO,
  },
  HiBob: {
    provider: 'HIBOB',
    read: (status) =>
      bobSourceUser({ id: '1', internal: { status } }, { fields: HIBOB_FIELDS, groupsFrom: [] } as never),
    yes: YES,
    no: NO,
  },
  'Workday, the state': { provider: 'WORKDAY', read: workday({ active: 'State' }), yes: YES, no: NO },
  'Workday, the state beside dates': {
    provider: 'WORKDAY',
    read: workday({ active: 'State', hire_date: 'Hired', termination_date: 'Left' }),
    yes: YES,
    no: NO,
  },
  'Workday, the hire date': {
    provider: 'WORKDAY',
    read: workday({ hire_date: 'State' }),
    yes: ['2020-01-31', '20200131', '20200131080000.0Z'],
    no: ['2026-01-02', '20990131'],
    unreadable: ['31.01.2020', '01/31/2020', '31-Jan-2020'],
  },
  'Workday, the last day': {
    provider: 'WORKDAY',
    read: workday({ active: 'Hidden', termination_date: 'State' }),
    yes: ['2099-01-31', '20990131080000.0Z'],
    no: ['2025-12-31', '20200131', '20200131080000.0Z'],
    unreadable: ['31.01.2099', '12/31/2099', '31-Jan-2020'],
  },
  'Google, suspended': {
    provider: 'GOOGLE',
    read: google('suspended', { archived: false }),
    yes: ['false', 'False'],
    no: ['true', 'TRUE'],
  },
  'Google, archived': {
    provider: 'GOOGLE',
    read: google('archived', { suspended: false }),
    yes: ['false'],
    no: ['true'],
    saysNothing: ['', null],
  },
  'Active Directory': {
    provider: 'MICROSOFT_AD',
    read: ldap(ACTIVE_DIRECTORY, 'userAccountControl'),
    yes: ['512', '66048', '-2147483136'],
    no: ['514', '66050'],
  },
  'an attribute of Active Directory': {
    provider: 'LDAP',
    read: ldap(ACTIVE_DIRECTORY, 'state', true, { userAccountControl: '512' }),
    yes: YES,
    no: NO,
  },
  'an attribute of OpenLDAP': { provider: 'LDAP', read: ldap(OPENLDAP, 'state', true), yes: YES, no: NO },
  '389 Directory Server': {
    provider: 'LDAP',
    read: ldap(OPENLDAP, 'nsAccountLock'),
    yes: ['false', 'FALSE'],
    no: ['true', 'TRUE'],
    // It is written only where somebody was locked once.
    saysNothing: [],
  },
  CSV: {
    provider: 'CSV',
    read: async (active) => {
      const [header, cell] = active === undefined ? ['', ''] : [',active', `,${active ?? ''}`];
      const { pages } = await csvUsers(bytesOf(`id,email${header}\n1,a@acme.com${cell}\n`), {});
      return (await pages.next()).value![0]!;
    },
    yes: YES,
    no: NO,
    // A word that is no state is a mistake in a file: the whole file is refused.
    unreadable: [],
  },
};

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

it('every source is here', () => {
  const here = new Set(Object.values(SOURCES).map(({ provider }) => provider));
  expect(here).toEqual(new Set(CONNECTORS.map(({ provider }) => provider)));
});

describe.each(Object.entries(SOURCES))('%s', (_name, { read, yes, no, saysNothing, unreadable }) => {
  const hidden = [...(saysNothing ?? ['', null, undefined]), ...(unreadable ?? ['Pending?'])];

  it.each(hidden)('brings nobody back, and lets nobody leave, by %j', async (state) => {
    expect((await read(state)).absent).toContain('active');
  });

  it.each([...yes.map((state) => [state, true] as const), ...no.map((state) => [state, false] as const)])(
    'believes %j: active is %j',
    async (state, active) => {
      const { resource, absent = [] } = await read(state);
      expect([resource['active'], absent.includes('active')]).toEqual([active, false]);
    },
  );
});

it.each([
  ['a locked account', { userAccountControl: '514' }],
  ['an attribute that says no', { state: 'no' }],
])('of Active Directory, %s lets somebody leave, whatever else is hidden', (_what, shown) => {
  const user = ldap(ACTIVE_DIRECTORY, 'state', true, shown)(undefined);
  expect([user.resource['active'], user.absent ?? []]).toEqual([false, []]);
});
